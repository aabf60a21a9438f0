using System.Text.Json.Nodes;
using ClvPipeline.Jobs;
using ClvPipeline.Tests.Architecture;
using ClvPipeline.Tests.Jobs;
using Xunit;

namespace ClvPipeline.Tests.Report;

/// <summary><c>clv report</c>, and the page that a run leaves, on the sample.</summary>
public sealed class ReportVerbTests : IDisposable
{
    private readonly TestShell _shell = new();

    public ReportVerbTests() => Assert.Equal(ExitCode.Ok, _shell.Clv("run", "--config", Config, "--run-id", "r"));

    private static string Config => Path.Combine(Repository.Root, "sample-data", "clv.json");

    private string Kept => Path.Combine(_shell.Folder, "out", "runs", "r", "report.html");

    public void Dispose() => _shell.Dispose();

    [Fact]
    public void A_kept_run_gives_the_same_bytes_as_the_run_did()
    {
        var made = File.ReadAllBytes(Kept);
        Assert.Contains($"Report: {Path.Combine("out", "runs", "r", "report.html")}\n", _shell.Out);
        File.Delete(Kept);
        Assert.Equal(ExitCode.Ok, _shell.Clv("report", "r", "--config", Config));
        Assert.Equal($"Report: {Path.Combine("out", "runs", "r", "report.html")}\n", _shell.Out);
        Assert.Equal(made, File.ReadAllBytes(Kept));
        Assert.Equal(ExitCode.Ok, _shell.Clv("report", "r", "--from", "out", "--out", "again.html"));
        Assert.Equal(made, File.ReadAllBytes(Path.Combine(_shell.Folder, "again.html")));
        Assert.False(File.Exists(Path.Combine(_shell.Folder, "again.html.new")));
    }

    [Fact]
    public void It_is_written_in_the_language_that_is_asked_for()
    {
        Assert.Equal(ExitCode.Ok, _shell.Clv("report", "r", "--from", "out", "--language", "nl", "--out", "nl.html", "--json"));
        var path = Path.Combine(_shell.Folder, "nl.html");
        Assert.Equal(path, (string)JsonNode.Parse(_shell.Out)!["report"]!);
        var page = File.ReadAllText(path);
        Assert.Null(Balanced.Problem(page));
        Assert.Contains("<html lang=\"nl\">", page);
        Assert.Contains("Wat is elk kanaal waard?", page);
        Assert.Contains("€\u00a0272.785", page);
        Assert.Contains("30 juni 2026", page);
        Assert.Equal(ExitCode.Ok, _shell.Clv("run", "--config", Config, "--run-id", "s", "--set", "language=nl"));
        Assert.Contains("<html lang=\"nl\">", File.ReadAllText(Path.Combine(_shell.Folder, "out", "runs", "s", "report.html")));
    }

    [Fact]
    public void It_is_left_out_where_nobody_wants_it()
    {
        Assert.Equal(ExitCode.Ok, _shell.Clv("run", "--config", Config, "--run-id", "s", "--set", "output.report=false", "--json"));
        Assert.False(File.Exists(Path.Combine(_shell.Folder, "out", "runs", "s", "report.html")));
        Assert.Null(JsonNode.Parse(_shell.Out)!["report"]);
    }

    [Fact]
    public void It_changes_neither_the_parameters_nor_the_results()
    {
        _shell.Clv("run", "--config", Config, "--run-id", "a", "--json");
        var a = JsonNode.Parse(_shell.Out)!;
        _shell.Clv("run", "--config", Config, "--run-id", "b", "--json", "--set", "language=nl", "--set", "report.customers=top:3");
        var b = JsonNode.Parse(_shell.Out)!;
        Assert.Equal(((string)a["result_hash"]!, (string)a["parameters_hash"]!), ((string)b["result_hash"]!, (string)b["parameters_hash"]!));
        Assert.NotEqual((string)a["report"]!, (string)b["report"]!);
    }

    [Fact]
    public void What_cannot_be_is_said_in_a_sentence()
    {
        Says(ExitCode.Failed, "run q: no such run in ", "report", "q", "--from", "out");
        Says(ExitCode.Usage, "'../r' is not a run id", "report", "../r", "--from", "out");
        Says(ExitCode.Usage, "'fr' is not a choice; expected en, nl", "report", "r", "--from", "out", "--language", "fr");
        Says(ExitCode.Usage, "--customers: 'all' is not a choice of customers; expected none or top:N", "report", "r", "--from", "out", "--customers", "all");
        Says(ExitCode.Usage, "there is no clv.json in this folder", "report", "r");
        Says(ExitCode.Usage, "language (from --set): 'fr' is not a language of reports; expected en or nl", "run", "--config", Config, "--set", "language=fr");
        Says(ExitCode.Usage, "report.customers (from --set): 'all' is not a choice of customers; expected none or top:N", "run", "--config", Config, "--set", "report.customers=all");
        Says(ExitCode.Failed, "Could not find a part of the path", "report", "r", "--from", "out", "--out", "nowhere/report.html");
        File.WriteAllText(Path.Combine(_shell.Folder, "out", "runs", "r", "channel_summary.parquet"), "no table");
        Says(ExitCode.Failed, "channel_summary.parquet", "report", "r", "--from", "out");
    }

    [Fact]
    public void A_table_that_an_older_version_did_not_write_leaves_its_section_empty()
    {
        File.Delete(Path.Combine(_shell.Folder, "out", "runs", "r", "channel_path.parquet"));
        Assert.Equal(ExitCode.Ok, _shell.Clv("report", "r", "--from", "out"));
        Assert.Null(Balanced.Problem(File.ReadAllText(Kept)));
    }

    private void Says(int code, string sentence, params string[] arguments)
    {
        Assert.Equal(code, _shell.Clv(arguments));
        Assert.Contains(sentence, _shell.Error);
    }
}
