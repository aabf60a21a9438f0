using System.Text;
using System.Text.Json.Nodes;
using ClvPipeline.Storage;

namespace ClvPipeline.Jobs;

/// <summary>Reads the parameters of a kept run as settings again, checked as settings are.</summary>
internal static class KeptParameters
{
    private const string Origin = "the parameters of the run";

    /// <summary>What a run's parameters are made of; everything else in the settings is where and how, not what.</summary>
    private static readonly string[] Groups = ["timeZone", "currency", "sources", "clv", "attribution", "quality", "output"], Output = ["customerValue", "customerHorizon", "orderValue", "channelPath", "segmentValue"];

    /// <summary>Settings of the same place with those parameters and changes to them.</summary>
    /// <exception cref="UsageException">Everything that is wrong with them, in one go.</exception>
    public static LoadedSettings Lay(LoadedSettings place, string parametersJson, IReadOnlyList<string> sets)
    {
        List<string> problems = [];
        var root = SettingsText.Parse(Encoding.UTF8.GetBytes(parametersJson), Origin, problems);
        if (root is null) throw new UsageException(problems);

        var overlay = new SettingsOverlay(root, problems);
        foreach (var set in sets) overlay.LaySet(set);
        Demand(root, problems);
        KeepTimeouts(root, place);
        new SettingsCheck(problems).Check(root, KnownSettings.Root, "");
        var tree = new SettingsTree(root);
        var run = SettingsBinding.Run(tree, problems);
        var sources = SettingsBinding.Sources(tree, problems);
        ClvSettingsFile.Demand(place.Connections, sources.Values, problems);
        problems.AddRange(run.Problems());
        if (problems.Count > 0) throw new UsageException([.. problems.Distinct().Select(overlay.WithOrigin)]);

        var parameters = Parameters.Text(run, sources);
        var hash = Parameters.Hash(parameters);
        return place with { Run = run, Sources = sources, ParametersJson = parameters, ParametersHash = hash, ChangedBySet = sets.Count > 0 || place.ChangedBySet || hash != place.ParametersHash };
    }

    // A change that would change nothing must not look as if it did.
    private static void Demand(JsonObject root, List<string> problems)
    {
        var others = root.Select(member => member.Key).Except(Groups).Concat((root["output"] as JsonObject)?.Select(member => member.Key).Except(Output).Select(name => $"output.{name}") ?? []);
        foreach (var name in others.ToList())
        {
            if (!KnownSettings.Root.Paths().Contains(name)) continue; // told as unknown
            problems.Add(name == "asOf" ? "asOf: is no parameter of a run; give the as-of date with --as-of" : $"{name}: is no parameter of a run, so a kept run cannot be changed in it; it comes from the settings");
        }
    }

    // How long a query may take is no parameter: it is the settings' still, for the same source.
    private static void KeepTimeouts(JsonObject root, LoadedSettings place)
    {
        foreach (var (name, source) in place.Sources)
            if (source.Postgres?.TimeoutSeconds is { } seconds && (root["sources"] as JsonObject)?[name] is JsonObject kept && kept.ContainsKey("postgres")) kept.TryAdd("timeoutSeconds", seconds);
    }
}
