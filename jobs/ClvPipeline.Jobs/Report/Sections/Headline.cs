namespace ClvPipeline.Jobs.Report;

/// <summary>The top of the page: what it is about, and the figures that everybody looks for first.</summary>
internal sealed class Headline(Sheet sheet)
{
    /// <summary>Writes it.</summary>
    public void Write()
    {
        var (html, words, numbers, run) = (sheet.Html, sheet.Words, sheet.Numbers, sheet.Run);
        html.Write($"<header><p class=\"kicker\">{words.Of("page.kicker", numbers.Day(run.AsOf))}</p><h1>{words["page.heading"]}</h1><p class=\"meta\">");
        words.Write(html, "page.meta", new Name(run.Text("run_id")!), new Name(run.Text("pipeline")!), Part.Words((string)run.Parameters["timeZone"]!), Part.Words(run.Currency), numbers.Day(run.AsOf));
        html.Write($" {Published()}</p>");
        if (run.IsRefused) html.Write($"<p class=\"refused\">{words["page.refused"]} <span lang=\"en\">{run.Text("error")}</span></p>");
        html.Raw("<dl class=\"tiles\">");
        var (clv, historic, expected) = (run.Total("total_clv"), run.Total("total_historic_profit"), run.Total("total_expected_profit"));
        Tile("tile.clv", numbers.Money(clv), words.Of("tile.clv.sub", numbers.Money(historic), numbers.Money(expected)));
        Tile("tile.customers", numbers.Count(run.Number("customers")), words.Of("tile.customers.sub", numbers.Count(run.Number("orders")), numbers.Count(run.Number("touchpoints"))));
        Tile("tile.expected", numbers.Money(expected), Expected(clv, expected));
        var unattributed = run.Total("total_unattributed");
        Tile("tile.unattributed", clv == 0 ? numbers.Money(unattributed) : numbers.Percent((double)unattributed / (double)clv), words.Of("tile.unattributed.sub", numbers.Money(unattributed)));
        if (sheet.Tables.Find("run_check") is { } checks)
        {
            var (passed, all) = (checks.Longs("passed").Count(each => each == 1), checks.Rows);
            Tile("tile.checks", $"{numbers.Count(passed)} / {numbers.Count(all)}", passed == all ? words["tile.checks.good"] : words["tile.checks.bad"], passed == all ? "good" : "bad");
        }

        html.Raw("</dl></header>\n");
    }

    private void Tile(string key, string figure, string below, string mood = "") =>
        sheet.Html.Write($"<div class=\"tile {mood}\"><dt>{sheet.Words[key]}</dt><dd><span class=\"figure\">{figure}</span><span class=\"below\">{below}</span></dd></div>");

    private string Expected(Int128 clv, Int128 expected)
    {
        var (words, numbers, run) = (sheet.Words, sheet.Numbers, sheet.Run);
        if (run.ClvModel == "none") return words["tile.expected.none"];
        var share = clv == 0 ? "–" : numbers.Percent((double)expected / (double)clv);
        var text = words.Of("tile.expected.sub", share, numbers.Count(run.HorizonMonths));
        if (sheet.Tables.Find("segment_value") is not { } view) return text;
        var segments = new SegmentFacts(view);
        return segments.Everybody is { } all && segments.Whole(all, "expected_profit_low") is { } low && segments.Whole(all, "expected_profit_high") is { } high
            ? $"{words.Of("tile.expected.interval", numbers.Money(low), numbers.Money(high))}; {text}"
            : text;
    }

    private string Published() => sheet.Run.LocalTimeOf("published_at") is { } at ? sheet.Words.Of("page.published", sheet.Numbers.Time(at)) : sheet.Words["page.kept"];
}
