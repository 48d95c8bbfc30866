"""`skelbench bench strokes`: are strokes as wide as their formula says?"""

from __future__ import annotations

import typer

from skelbench.cli.app import print_json

__all__ = ["BAR", "strokes"]

BAR = 0.01  # of the width


def strokes(json: bool = typer.Option(False, "--json", help="Machine-readable output alone on stdout.")) -> None:
    """Measure the width of a drawn bone at half its height, at several speeds and before several cameras."""
    from skelbench.render.measure.width import width_table

    rows = width_table()
    worst = max(abs(float(row["error"])) for row in rows)
    if json:
        print_json({"worst": worst, "bar": BAR, "rows": rows})
    else:
        for row in rows:
            print(
                f"{row['camera']:<18} {row['size']:>4} pixels  {row['metres']:.3f} m  "
                f"formula {row['expected_px']:6.2f}  measured {row['measured_px']:6.2f}  {row['error']:+.2%}"
            )
        print(f"largest error {worst:.2%}, at most {BAR:.0%}")
    if not worst <= BAR:
        raise typer.Exit(1)
