using System.Text.Json.Nodes;

namespace ClvPipeline.Jobs;

/// <summary>How a run of the program that did not end well says so.</summary>
internal static class Failure
{
    /// <summary>One sentence a problem on the error stream; with <c>--json</c> an object on the output stream besides.</summary>
    /// <returns>The exit code.</returns>
    public static int Report(CliHost host, bool json, int exitCode, IReadOnlyList<string> problems, Exception? fault = null)
    {
        if (problems.Count > 1) host.Error.WriteLine($"{problems.Count} problems:");
        foreach (var problem in problems) host.Error.WriteLine(problems.Count > 1 ? $"  {problem}" : problem);
        if (fault is not null && host.Variable("CLV_DEBUG") == "1") host.Error.WriteLine(fault);
        if (!json) return exitCode;

        var status = exitCode switch { ExitCode.Usage => "not_started", ExitCode.Nothing => "nothing", ExitCode.Cancelled => "cancelled", _ => "failed" };
        host.Out.WriteLine(JsonText.Of(new JsonObject
        {
            ["status"] = status,
            ["exit_code"] = exitCode,
            ["problems"] = new JsonArray([.. problems.Select(problem => (JsonNode)problem)]),
        }));
        return exitCode;
    }
}
