using System.Globalization;
using ClvPipeline.Jobs.Serve;

namespace ClvPipeline.Jobs;

/// <summary>Turns what a checked tree says of <c>clv serve</c> into its records; the schedules apart, which need all the rest.</summary>
internal static class ServeBinding
{
    public static ServeSettings Of(SettingsTree tree, List<string> problems)
    {
        var defaults = new ServeSettings();
        var scheduler = tree["scheduler"].Text;
        if (scheduler is not null && !ServeSettings.Schedulers.Contains(scheduler)) problems.Add($"scheduler: '{scheduler}' is not a scheduler; expected {string.Join(", ", ServeSettings.Schedulers)}");
        var dashboard = tree["dashboard"].Text;
        if (dashboard is not (null or "act" or "look")) problems.Add($"dashboard: '{dashboard}' is not what people may do there; expected act or look");
        return defaults with { Scheduler = scheduler, DashboardActs = dashboard != "look", Alerts = tree.Has("alerts") && tree["alerts"].Node is not null ? Alerts(tree["alerts"], problems) : null };
    }

    private static AlertSettings Alerts(SettingsTree tree, List<string> problems)
    {
        var webhook = tree["webhook"].Text?.Trim() ?? "";
        if (!tree.Has("webhook")) problems.Add("alerts.webhook: missing; expected the name of a connection, such as Ops for CLV__CONNECTIONS__OPS='Url=https://…;Key=…'");
        else if (tree["webhook"].Text is not null && webhook.Length == 0) problems.Add("alerts.webhook: blank; expected the name of a connection");
        var defaults = new AlertSettings(webhook);
        var on = tree.Has("on") ? [.. tree["on"].Items.Select(item => item.Text).OfType<string>()] : defaults.On;
        foreach (var kind in on.Except(AlertKind.All)) problems.Add($"alerts.on: '{kind}' is nothing that is told; expected {string.Join(", ", AlertKind.All)}");
        var late = tree["lateAfterMinutes"].Whole ?? (int)defaults.LateAfter.TotalMinutes;
        if (late is < 1 or > 100_000) problems.Add(string.Create(CultureInfo.InvariantCulture, $"alerts.lateAfterMinutes: {late} is not allowed; expected 1 to 100000"));
        var move = tree["channelMove"].Number ?? defaults.ChannelMove;
        if (!(move > 0 && double.IsFinite(move))) problems.Add(string.Create(CultureInfo.InvariantCulture, $"alerts.channelMove: {move} is not allowed; expected a share above 0, such as 0.25"));
        return defaults with { On = on, LateAfter = TimeSpan.FromMinutes(late), ChannelMove = move };
    }
}
