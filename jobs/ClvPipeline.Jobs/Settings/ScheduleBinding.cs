using System.Text.RegularExpressions;
using ClvPipeline.Jobs.Serve;

namespace ClvPipeline.Jobs;

/// <summary>Turns the list of schedules into pipelines: each has the settings of the file with its own changes.</summary>
internal static partial class ScheduleBinding
{
    /// <exception cref="UsageException">Everything that is wrong with them, in one go.</exception>
    public static IReadOnlyList<Schedule> Of(SettingsTree list, LoadedSettings settings)
    {
        List<string> problems = [];
        List<Schedule> schedules = [];
        var items = list.Items.ToList();
        for (var i = 0; i < items.Count; i++)
        {
            if (One(items[i], $"schedule[{i}]", settings, problems) is not { } schedule) continue;
            if (schedules.Any(other => other.Name == schedule.Name)) problems.Add($"schedule[{i}].name: '{schedule.Name}' is there twice; expected a name of its own for each");
            schedules.Add(schedule);
        }

        return problems.Count > 0 ? throw new UsageException(problems) : schedules;
    }

    private static Schedule? One(SettingsTree tree, string path, LoadedSettings settings, List<string> problems)
    {
        var before = problems.Count;
        var name = tree["name"].Text;
        if (name is null) problems.Add($"{path}.name: missing; expected a name such as nightly");
        else if (!Name().IsMatch(name)) problems.Add($"{path}.name: '{name}' is not a name of a schedule; expected a letter or digit, then at most 49 letters, digits, '.', '_' or '-'");
        var zone = tree["timeZone"].Text ?? settings.Run.TimeZone;
        if (!LocalTime.Exists(zone)) problems.Add($"{path}.timeZone: '{zone}' is not a time zone of this machine; expected an IANA name such as Europe/Amsterdam");
        var catchUp = tree["catchUp"].Text ?? "all";
        CatchUp? caught = catchUp switch { "all" => CatchUp.All, "last" => CatchUp.Last, "none" => CatchUp.None, _ => null };
        if (caught is null) problems.Add($"{path}.catchUp: '{catchUp}' is not a way to catch up; expected all, last or none");
        var cron = tree["cron"].Text;
        if (cron is null) problems.Add($"{path}.cron: missing; expected when it is run, such as \"30 2 * * *\"");
        else if (LocalTime.Exists(zone) && Cron.Problem(cron, zone) is { } problem) problems.Add($"{path}.cron: {problem}");
        var own = Settings(tree["set"], path, settings, problems);
        return problems.Count > before ? null : new Schedule(name!, new Cron(cron!, zone), caught!.Value, own with { Pipeline = name! }) { Paused = tree["paused"].Flag ?? false };
    }

    /// <summary>The pipeline's own settings. Its changes are no changes for this time: what they make may be shown to readers.</summary>
    private static LoadedSettings Settings(SettingsTree changes, string path, LoadedSettings settings, List<string> problems)
    {
        var sets = changes.Members.Select(change => $"{change.Name}={change.Tree.Node?.ToJsonString(Parameters.Plain) ?? "null"}").ToList();
        if (sets.Count == 0) return settings with { ChangedBySet = false };
        try
        {
            return settings.With(settings.ParametersJson, sets) with { ChangedBySet = false };
        }
        catch (UsageException e)
        {
            problems.AddRange(e.Problems.Select(problem => $"{path}.set: {RunAsk.Plain(problem)}"));
            return settings;
        }
    }

    [GeneratedRegex(@"\A[A-Za-z0-9][A-Za-z0-9._-]{0,49}\z")]
    private static partial Regex Name();
}
