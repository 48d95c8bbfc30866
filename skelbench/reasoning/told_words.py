"""The phrases that reasons are told in: several ways of saying each fact, all of the controlled English of claims.

Marks: {s}, {es}, {is}, {does}, {ies} follow the number of the subject; {p} is a place, {side} a side, {n} a count.
"""

from __future__ import annotations

__all__ = [
    "BACK", "FIRST", "LAST", "NOUNS", "OFTEN", "OPENING", "SETTLES", "STILL", "SUBJECTS", "SWING", "THEN", "TO",
    "TURNS", "WALK", "WHILE", "WRONG",
]  # fmt: skip

TO = (
    "go{es} to {p}",
    "move{s} to {p}",
    "{is} brought to {p}",
    "reach{es} {p}",
    "travel{s} to {p}",
    "{is} taken to {p}",
)
BACK = ("return{s} to {p}", "go{es} back to {p}", "come{s} back to {p}", "{is} brought back to {p}",
        "end{s} at {p} again")  # fmt: skip
SWING = {
    "sideways": ("swing{s} from side to side", "move{s} from side to side", "sway{s} left and right",
                 "move{s} sideways and back", "go{es} left and right in turn"),
    "vertical": ("move{s} up and down", "rise{s} and fall{s}", "go{es} up and down", "bob{s} up and down",
                 "{is} lifted and lowered"),
    "forth": ("move{s} forward and back", "go{es} out and in again", "slide{s} forward and back",
              "push{es} out and draw{s} back", "travel{s} forward and back"),
    "pitch": ("bend{s} down and up", "tip{s} down and up", "go{es} down and up again", "nod{s} down and up",
              "move{s} down and up"),
    "roll": ("tilt{s} from side to side", "lean{s} left and right", "sway{s} from side to side",
             "incline{s} left and right in turn", "rock{s} sideways and back"),
    "twist": ("turn{s} from side to side", "turn{s} left and right", "rotate{s} left and right",
              "turn{s} left and right in turn", "twist{s} from side to side"),
}  # fmt: skip
TURNS = {
    ("trunk", "bend"): ("bends forward", "leans forward", "tips forward", "is bent forward", "inclines forward"),
    ("trunk", "lean back"): ("leans back", "tips backward", "bends backward", "leans backward", "inclines backward"),
    ("trunk", "straighten"): ("straightens up", "comes upright again", "rises again", "is upright again",
                              "straightens again"),
    ("trunk", "lean"): ("leans to the {side}", "tips to the {side}", "bends to the {side}", "inclines to the {side}",
                        "goes over to the {side}"),
    ("trunk", "twist"): ("turns to the {side}", "twists to the {side}", "is turned to the {side}",
                         "rotates to the {side}", "swings round to the {side}"),
    ("hips", "sink"): ("sink", "go down", "are lowered", "drop", "come down"),
    ("hips", "rise"): ("rise", "go up", "are raised", "come up", "are lifted"),
    ("hips", "shift"): ("shift to the {side}", "move to the {side}", "go to the {side}", "slide to the {side}",
                        "are moved to the {side}"),
    ("hips", "go forward"): ("go forward", "move forward", "shift forward", "come forward", "are moved forward"),
    ("hips", "go back"): ("go back", "move back", "shift back", "are moved back", "move backward"),
    ("head", "nod"): ("bends down", "looks down", "is lowered", "nods down", "is bowed"),
    ("head", "look up"): ("tips back", "looks up", "is raised", "is tipped back", "bends back"),
    ("head", "tilt"): ("tilts to the {side}", "leans to the {side}", "inclines to the {side}", "bends to the {side}",
                       "is tilted to the {side}"),
    ("head", "turn"): ("turns to the {side}", "looks to the {side}", "is turned to the {side}",
                       "swings round to the {side}", "rotates to the {side}"),
    ("head", "level"): ("comes back to level", "is level again", "returns to level", "is brought back to level",
                        "ends level again"),
    ("body", "jump"): ("leaves the floor", "jumps into the air", "springs off the floor", "takes off from the floor",
                       "jumps up"),
    ("body", "topple"): ("tips over", "topples", "falls over", "topples over", "falls down"),
    ("body", "get up"): ("gets up again", "comes up again", "rises again", "is up again", "gets up"),
}  # fmt: skip
WALK = ("step along", "walk", "walk along", "take steps", "go step by step")
SUBJECTS = {"head": "the head", "trunk": "the trunk", "hips": "the hips", "feet": "the feet", "body": "the whole body"}
NOUNS = {
    "to": "{x} at {p}", "swing": "the swing of {x}", "bend": "the forward bend of the trunk",
    "lean back": "the backward lean of the trunk", "lean": "the sideways lean of the trunk",
    "twist": "the twist of the trunk", "sink": "the drop of the hips", "rise": "the rise of the hips",
    "nod": "the nod of the head", "turn": "the turn of the head", "tilt": "the tilt of the head",
    "look up": "the raised head", "walk": "the walk", "jump": "the jump", "topple": "the fall",
}  # fmt: skip
OPENING = ("{X} {does} the work.", "The motion lies in {x}.", "It is {x} that decide{s}.", "Look at {x}.",
           "What counts {is} {x}.", "{X} carr{ies} the action.")  # fmt: skip
SETTLES = ("{N} settle{s} it.", "It is told by {n}.", "{N} decide{s} it.", "What tells it apart is {n}.",
           "It is known by {n}.", "So {n} tell{s} it.")  # fmt: skip
STILL = ("{X} keep{s} still.", "{X} stay{s} still.", "{X} {does} not move.", "{X} hardly move{s}.", "{X} rest{s}.")
OFTEN = ("This is done {n}.", "The movement is made {n}.", "It happens {n} in all.", "It is repeated: {n} in all.",
         "All this is done {n}.")  # fmt: skip
WRONG = ("What is wrong is that the person {kind}.", "A coach would say that the person {kind}.",
         "It is a mistake that the person {kind}.", "It should be corrected that the person {kind}.",
         "Not as it should be, the person {kind}.")  # fmt: skip
FIRST = ("First,", "First", "To begin with,", "At first", "At the start,")
THEN = ("then", "after that", "next", "afterwards", "later")
WHILE = ("while", "as", "and meanwhile", "and at the same time", "and in the same stretch")
LAST = ("Finally,", "In the end,", "At last,", "At the end,", "To finish,")
