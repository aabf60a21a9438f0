using System.Text.Json.Nodes;

namespace ClvPipeline.Jobs;

/// <summary><c>clv doctor</c>: whether everything that a run needs is there, and what to do where it is not.</summary>
internal static class DoctorVerb
{
    public static Verb Create(CliHost host)
    {
        var source = new SettingsOptions();
        var json = VerbOption.Flag("--json", "Prints one JSON object instead.");
        return new Verb("doctor", "Looks at settings, machine, connections and inputs, and says what to do about each trouble.",
            ["clv doctor # when the night went wrong", "clv doctor --config shop/clv.json --json # for a monitor"],
            [source.Config, source.Sets, json],
            parsed => Run(Findings(() => source.Load(parsed, host), host), parsed.GetValue(json), host));
    }

    private static (List<Finding> Findings, int ExitCode) Findings(Func<LoadedSettings> load, CliHost host)
    {
        try
        {
            List<Finding> findings = [.. Examination.Of(load(), host)];
            return (findings, findings.Exists(finding => finding.Health == Health.Fail) ? ExitCode.Failed : ExitCode.Ok);
        }
        catch (UsageException e)
        {
            return ([.. e.Problems.Select(problem => Finding.Fail("settings", problem))], ExitCode.Usage);
        }
    }

    private static int Run((List<Finding> Findings, int ExitCode) found, bool json, CliHost host)
    {
        if (json) host.Out.WriteLine(JsonText.Of(Json(found.Findings, found.ExitCode)));
        else Write(found.Findings, host);
        return found.ExitCode;
    }

    private static void Write(List<Finding> findings, CliHost host)
    {
        var width = findings.Max(finding => finding.Name.Length);
        foreach (var finding in findings)
        {
            host.Out.WriteLine($"{Word(finding.Health),-6}{PrintedColumn.Plain(finding.Name).PadRight(width + 2)}{PrintedColumn.Plain(finding.Found)}");
            if (finding.Advice is { } advice) host.Out.WriteLine($"{"",-6}{"".PadRight(width + 2)}→ {PrintedColumn.Plain(advice)}");
        }

        var (failed, warned) = (findings.Count(finding => finding.Health == Health.Fail), findings.Count(finding => finding.Health == Health.Warn));
        host.Out.WriteLine(failed > 0 ? $"{failed} of {findings.Count} would make a run fail." : warned > 0 ? $"A run would work; {warned} of {findings.Count} deserve a look." : "All is well.");
    }

    private static JsonObject Json(List<Finding> findings, int exitCode) => new()
    {
        ["status"] = Word(findings.Max(finding => finding.Health)),
        ["exit_code"] = exitCode,
        ["findings"] = new JsonArray([.. findings.Select(finding => (JsonNode)new JsonObject
        {
            ["name"] = finding.Name, ["status"] = Word(finding.Health), ["found"] = finding.Found, ["advice"] = finding.Advice,
        })]),
    };

    private static string Word(Health health) => health switch { Health.Ok => "ok", Health.Warn => "warn", _ => "fail" };
}
