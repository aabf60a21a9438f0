using ClvPipeline.Jobs.Report;

namespace ClvPipeline.Jobs.Serve;

/// <summary>The channels of one run beside those of another: bars, and a table with the change.</summary>
internal sealed class BesideTable(Html html, string currency)
{
    private const int MostBars = 12;
    private readonly NumberText _numbers = new(ReportLanguage.English, currency);

    /// <summary>Writes both.</summary>
    public void Write(string mode, string model, ChannelFacts facts, ChannelFacts? theirs, string ours, string other)
    {
        var both = theirs is not null && theirs.Modes.Contains(mode) && theirs.Models.Contains(model) ? theirs : null;
        if (theirs is not null && both is null) html.Write($"<p class=\"empty\">The other run has no numbers of {new Name(model)} for {new Name(mode)}.</p>");
        var channels = facts.Channels(mode).Union(both?.Channels(mode) ?? []).ToList();
        var caption = $"CLV by channel, {mode}, {model}";
        html.Write($"<div class=\"figures\"><figure><figcaption>{caption}<small>{currency}</small></figcaption>");
        var names = channels.Where(channel => facts.Clv(mode, model, channel) != 0 || (both?.Clv(mode, model, channel) ?? 0) != 0).Take(MostBars).ToList();
        List<Series> series = [new(new Name(ours), Values(facts))];
        if (both is not null) series.Add(new Series(new Name(other), Values(both)));
        GroupedBarChart.Write(html, [.. names.Select(name => new Name(name))], series, new Axis(currency, _numbers.Short), value => _numbers.Money((Int128)(value * 1e6)), caption);
        html.Raw("</figure><div class=\"panel scroll\" role=\"region\" tabindex=\"0\" aria-label=\"Channels\"><table id=\"beside\"><thead><tr><th scope=\"col\">Channel</th>");
        html.Write($"<th scope=\"col\" class=\"n\">{ours}</th>");
        if (both is not null) html.Write($"<th scope=\"col\" class=\"n\">{other}</th><th scope=\"col\" class=\"n\">Change</th>");
        html.Raw("</tr></thead><tbody>");
        foreach (var channel in channels) Row(new Name(channel), facts.Clv(mode, model, channel), both?.Clv(mode, model, channel), "");
        Row(null, channels.Sum(channel => facts.Clv(mode, model, channel)), both is null ? null : channels.Sum(channel => both.Clv(mode, model, channel)), " class=\"total\"");
        html.Raw("</tbody></table></div></div>");

        List<double?> Values(ChannelFacts of) => [.. names.Select(name => (double?)(of.Clv(mode, model, name) / 1e6))];
    }

    private void Row(Name? channel, long now, long? before, string kind)
    {
        html.Raw($"<tr{kind}><th scope=\"row\">");
        if (channel is null) html.Raw("total");
        else html.Write($"{channel}");
        html.Write($"</th><td class=\"n\">{Amount(now)}</td>");
        if (before is { } was)
        {
            html.Write($"<td class=\"n\">{Amount(was)}</td>");
            var change = was == 0 ? "" : $" ({_numbers.Change(((double)now - was) / Math.Abs((double)was))})";
            html.Raw(now == was ? "<td class=\"n\">" : now > was ? "<td class=\"n up\">" : "<td class=\"n down\">");
            html.Write($"{(now == was ? "–" : $"{(now > was ? "+" : "")}{Amount((Int128)now - was)}{change}")}</td>");
        }

        html.Raw("</tr>");
    }

    // As in the report: cents where an amount is small.
    private string Amount(Int128 micros) => _numbers.Amount(micros, Int128.Abs(micros) < 1_000_000_000 ? 2 : 0);
}
