import pandas as pd
import plotly.graph_objects as go

from skelbench.report.markup import Figure, Markup, badge, figure_digest, plain_number, plot_markup, table_markup, words


def test_numbers_are_shown_short_and_a_missing_one_as_a_dash():
    assert [plain_number(value) for value in (3, 3.0, -0.123456, 1234.56, float("nan"))] == [
        "3", "3", "−0.1235", "1235", "–",
    ]  # fmt: skip


def test_a_table_escapes_what_it_is_given():
    table = table_markup(pd.DataFrame({"a<b": ["<script>", 0.25]}), "caption & more")
    assert "&lt;script&gt;" in table and "a&lt;b" in table and "caption &amp; more" in table
    assert '<td class="number">0.25</td>' in table


def test_a_figure_s_data_cannot_end_its_own_block():
    markup = plot_markup('{"title": "</script><b>"}', 'quotes " and <')
    assert "</script><b>" not in markup and markup.endswith("</script></div>")
    assert 'aria-label="quotes &quot; and &lt;"' in markup


def test_a_figure_shows_live_as_markup_and_as_words():
    shown = Figure(
        "bars", go.Figure(go.Bar(y=[1])), "one bar", pd.DataFrame({"y": [1]}), "A caption"
    )._repr_mimebundle_()
    assert set(shown) == {"text/html", "application/vnd.plotly.v1+json", "text/plain"}
    assert "The same as a table" in shown["text/html"] and "<figcaption>A caption" in shown["text/html"]
    assert shown["text/plain"] == "one bar"


def test_a_figure_s_hash_follows_its_data_not_its_theme():
    plain, themed = go.Figure(go.Bar(y=[1])), go.Figure(go.Bar(y=[1]), layout={"template": "plotly_dark"})
    assert figure_digest(plain) == figure_digest(themed) != figure_digest(go.Figure(go.Bar(y=[2])))


def test_markup_and_badges_carry_their_words():
    assert Markup("<b>x</b>", "x")._repr_mimebundle_() == {"text/html": "<b>x</b>", "text/plain": "x"}
    assert "holds" in badge("holds", "holds", "✓") and "✓" in badge("holds", "holds", "✓")
    assert words("left_hand_tip") == "left hand tip"
