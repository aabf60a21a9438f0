namespace ClvPipeline.Jobs.Report;

/// <summary>What is each channel worth?</summary>
internal sealed class ChannelSection(Sheet sheet)
{
    private const int MostBars = 14, MostGroups = 6;
    private readonly ReportText _words = sheet.Words;
    private readonly NumberText _numbers = sheet.Numbers;

    /// <summary>Writes it.</summary>
    public void Write() => sheet.Section("channels", () =>
    {
        if (sheet.Tables.Find("channel_summary") is not { Rows: > 0 } view)
        {
            sheet.Missing("channel_summary");
            return;
        }

        var facts = new ChannelFacts(view);
        Lead(facts);
        sheet.Figures(() =>
        {
            Worth(facts, facts.Mode);
            if (facts.Models.Count > 1) SideBySide(facts);
        });
        new ChangeFigure(sheet).Write(facts);
        if (facts.Modes.Count > 1)
        {
            sheet.Html.Write($"<h3>{_words["channels.others"]}</h3>");
            sheet.Figures(() =>
            {
                foreach (var mode in facts.Modes.Skip(1)) Worth(facts, mode);
            });
        }
    });

    private void Lead(ChannelFacts facts)
    {
        var channels = facts.Channels(facts.Mode).Where(channel => channel != ChannelTotals.Unattributed).ToList();
        var total = facts.Rows(facts.Mode, facts.Model).Aggregate((Int128)0, (sum, row) => sum + row.Clv);
        var best = channels.FirstOrDefault(channel => facts.Clv(facts.Mode, facts.Model, channel) > 0);
        if (best is null) sheet.Lead("channels.none");
        else
        {
            var row = facts.Find(facts.Mode, facts.Model, best)!;
            sheet.Lead("channels.lead", new Name(best), _numbers.Money(row.Clv), _numbers.Money(total), new Name(facts.Model), _numbers.Percent(row.Share ?? 0));
        }

        new Disagreement(sheet, facts).Write(channels, total);
        var unattributed = facts.Find(facts.Mode, facts.Model, ChannelTotals.Unattributed);
        if (unattributed is { Clv: not 0 }) sheet.Note("channels.unattributed", _numbers.Money(unattributed.Clv), _numbers.Percent(unattributed.Share ?? 0), Part.Words(Mode(facts.Mode)));
    }

    // By one model, with the least and the most that any other gives.
    private void Worth(ChannelFacts facts, string mode)
    {
        var channels = facts.Channels(mode);
        var many = facts.Models.Count > 1;
        var bars = Few(channels).Select(channel =>
        {
            var (clv, (least, most)) = (facts.Clv(mode, facts.Model, channel), facts.Range(mode, channel));
            var text = _numbers.Money(clv);
            return new Bar(new Name(channel), clv / 1e6, text)
            {
                Series = 1,
                Range = many && most > least ? (least / 1e6, most / 1e6) : null,
                Quiet = channel == ChannelTotals.Unattributed,
                Title = many && most > least ? _words.Of("channels.tip", new Name(channel).Apart, text, _numbers.Money(least), _numbers.Money(most)) : null,
            };
        }).ToList();
        var caption = _words.Of("channels.caption", Mode(mode));
        sheet.Figure(caption, Note(mode, facts, many, channels.Count - bars.Count),
            () => BarChart.Write(sheet.Html, bars, new Axis(_words.Of("axis.clv", _numbers.Currency), _numbers.Short), _words.Of("alt.bars", caption, Told(bars))),
            () => Table(facts, mode, channels, caption));
    }

    private string Note(string mode, ChannelFacts facts, bool many, int left)
    {
        var window = sheet.Run.WindowDays(mode) is { } days ? _words.Of("channels.window", _numbers.Real(days, days == Math.Round(days) ? 0 : 2)) : _words["channels.unlimited"];
        var note = $"{_words[$"mode.{mode}.means"]} {window} {_words.Of(many ? "channels.whisker" : "channels.single", facts.Model)}";
        return left > 0 ? $"{note} {_words.Of("channels.left", _numbers.Count(left))}" : note;
    }

    private void SideBySide(ChannelFacts facts)
    {
        var channels = facts.Channels(facts.Mode).Where(channel => channel != ChannelTotals.Unattributed).Take(MostGroups).ToList();
        if (channels.Count == 0) return;
        var series = facts.Models.Select(model => new Series(new Name(model), [.. channels.Select(channel => (double?)(facts.Clv(facts.Mode, model, channel) / 1e6))])).ToList();
        var caption = _words.Of("channels.models", Mode(facts.Mode));
        sheet.Figure(caption, _words["channels.models.note"],
            () => GroupedBarChart.Write(sheet.Html, [.. channels.Select(channel => new Name(channel))], series, new Axis(_words.Of("axis.clv", _numbers.Currency), _numbers.Short),
                value => _numbers.Money((Int128)(value * 1e6)), _words.Of("alt.groups", caption)),
            () => sheet.Table("models", caption, [sheet.Word("col.model"), .. channels.Select(channel => (Cell)new Name(channel))],
                [.. facts.Models.Select(model => (Cell[])[new Name(model), .. channels.Select(channel => (Cell)sheet.Amount(facts.Clv(facts.Mode, model, channel)))])]));
    }

    private void Table(ChannelFacts facts, string mode, IReadOnlyList<string> channels, string caption)
    {
        List<Cell[]> rows = [.. channels.Select(channel => Row(new Name(channel), model => facts.Clv(mode, model, channel), facts.Find(mode, facts.Model, channel)))];
        rows.Add([sheet.Word("row.total"), .. facts.Models.Select(model => (Cell)_numbers.Amount(facts.Rows(mode, model).Aggregate((Int128)0, (sum, row) => sum + row.Clv))), Cell.None, Cell.None, Cell.None]);
        sheet.Table($"channels-{mode}", caption, [sheet.Word("col.channel"), .. facts.Models.Select(model => (Cell)new Name(model)), sheet.Word("col.share"), sheet.Word("col.customers"), sheet.Word("col.touchpoints")], rows, total: true);

        Cell[] Row(Name name, Func<string, long> clv, ChannelRow? row) =>
        [
            name, .. facts.Models.Select(model => (Cell)sheet.Amount(clv(model))), row?.Share is { } share ? _numbers.Percent(share) : null, sheet.Parts(row?.Customers ?? 0), _numbers.Count(row?.Touchpoints ?? 0),
        ];
    }

    // The greatest, and what nobody may claim.
    private static IReadOnlyList<string> Few(IReadOnlyList<string> channels) =>
        channels.Count <= MostBars + 1 ? channels : [.. channels.Take(MostBars), .. channels.Where(channel => channel == ChannelTotals.Unattributed)];

    private string Mode(string mode) => _words[$"mode.{mode}"];

    /// <summary>The first bars in words, for those who do not see them.</summary>
    internal static string Told(IEnumerable<Bar> bars) => string.Join("; ", bars.Take(5).Select(bar => $"{bar.Label.Spoken} {bar.Text}"));
}
