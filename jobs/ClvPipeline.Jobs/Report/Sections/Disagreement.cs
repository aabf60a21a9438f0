namespace ClvPipeline.Jobs.Report;

/// <summary>Says where the models disagree most, and what that means: who finds customers, and who wins them over.</summary>
internal sealed class Disagreement(Sheet sheet, ChannelFacts facts)
{
    /// <summary>Channels with less of the value than this are no news, and differences below that share of the larger are none.</summary>
    private const double LeastShare = 0.02, LeastDifference = 0.15;

    private readonly NumberText _numbers = sheet.Numbers;

    /// <summary>Writes it; nothing where there is one model.</summary>
    public void Write(IReadOnlyList<string> channels, Int128 total)
    {
        if (facts.Models.Count < 2 || channels.Count < 2) return;
        var large = channels.Where(channel => facts.Range(facts.Mode, channel).Most > LeastShare * (double)total).ToList();
        if (large.Count == 0) return;
        if (Of("first_touch", "first_non_direct") is { } first && Of("last_touch", "last_non_direct") is { } last)
        {
            var finder = large.MaxBy(channel => Lean(channel, first, last))!;
            var closer = large.MinBy(channel => Lean(channel, first, last))!;
            if (Lean(finder, first, last) >= LeastDifference)
                sheet.Lead("channels.finder", new Name(finder), Money(facts.Model, finder), new Name(facts.Model), Money(first, finder), new Name(first), Money(last, finder), new Name(last));
            if (Lean(closer, first, last) <= -LeastDifference)
                sheet.Lead("channels.closer", new Name(closer), Money(first, closer), new Name(first), Money(last, closer), new Name(last));
            if (Lean(finder, first, last) >= LeastDifference || Lean(closer, first, last) <= -LeastDifference) return;
        }

        var widest = large.MaxBy(Width)!;
        if (Width(widest) < LeastDifference) sheet.Lead("channels.agree", _numbers.Percent(Width(widest)));
        else
        {
            var (least, most) = facts.Range(facts.Mode, widest);
            sheet.Lead("channels.widest", new Name(widest), _numbers.Money(least), _numbers.Money(most));
        }
    }

    private double Lean(string channel, string first, string last)
    {
        double a = facts.Clv(facts.Mode, first, channel), b = facts.Clv(facts.Mode, last, channel);
        return Math.Max(a, b) > 0 ? (a - b) / Math.Max(a, b) : 0;
    }

    private double Width(string channel)
    {
        var (least, most) = facts.Range(facts.Mode, channel);
        return most > 0 ? (most - least) / (double)most : 0;
    }

    private string Money(string model, string channel) => _numbers.Money(facts.Clv(facts.Mode, model, channel));

    // The first model of one of these types, by the name that it has in the settings.
    private string? Of(params string[] types) => types.SelectMany(type => sheet.Run.Parameters["attribution"]!["models"]!.AsArray()
        .Where(model => (string?)model!["type"] == type).Select(model => (string)model!["name"]!)).FirstOrDefault(facts.Models.Contains);
}
