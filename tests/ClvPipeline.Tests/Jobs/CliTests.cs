using System.Text.Json.Nodes;
using ClvPipeline.Jobs;
using Xunit;

namespace ClvPipeline.Tests.Jobs;

public sealed class CliTests : IDisposable
{
    private readonly TestShell _shell = new() { Width = 80 };

    public void Dispose() => _shell.Dispose();

    [Fact]
    public void Without_arguments_it_says_what_there_is()
    {
        Assert.Equal(ExitCode.Ok, _shell.Clv());
        Assert.All(new[] { "clv run", "clv validate", "clv generate", "clv explain" }, verb => Assert.Contains(verb, _shell.Out));
    }

    [Fact]
    public void Help_names_every_verb_and_every_exit_code()
    {
        Assert.Equal(ExitCode.Ok, _shell.Clv("--help"));
        Assert.All(ExitCode.All, each => Assert.Contains($"  {each.Code,-4}{each.Meaning}", _shell.Out));
        Assert.All(new[] { "  run ", "  validate ", "  generate ", "  explain " }, verb => Assert.Contains(verb, _shell.Out));
    }

    [Theory]
    [InlineData("run", "--set <key=value>")]
    [InlineData("validate", "--json")]
    [InlineData("generate", "--no-touch-ids")]
    [InlineData("explain", "--customer <id>")]
    [InlineData("runs", "--last <n>")]
    [InlineData("show", "RUN")]
    [InlineData("publish", "--out <folder>")]
    [InlineData("rollback", "--json")]
    [InlineData("backfill", "--every <step>")]
    [InlineData("migrate", "--roles")]
    public void Help_of_a_verb_teaches_with_two_examples(string verb, string option)
    {
        Assert.Equal(ExitCode.Ok, _shell.Clv(verb, "--help"));
        Assert.Contains(option, _shell.Out);
        Assert.Equal(2, _shell.Out[_shell.Out.IndexOf("Examples:", StringComparison.Ordinal)..].Split('\n').Count(line => line.StartsWith($"  clv {verb}", StringComparison.Ordinal)));
        Assert.Contains("Exit codes:", _shell.Out);
    }

    [Fact]
    public void The_version_is_one_line()
    {
        Assert.Equal(ExitCode.Ok, _shell.Clv("--version"));
        Assert.Matches(@"\Aclv \d+\.\d+\.\d+(\+[0-9a-f]{8})?\n\z", _shell.Out);
    }

    [Theory]
    [InlineData("erase")]
    public void Verbs_that_are_not_built_are_refused_by_name(string verb)
    {
        Assert.Equal(ExitCode.Usage, _shell.Clv(verb, "x", "--json"));
        Assert.StartsWith($"'clv {verb}' is not built yet", _shell.Error);
    }

    [Theory]
    [InlineData("rnu", "'rnu' is not a verb; did you mean 'run'?")]
    [InlineData("--bogus", "'--bogus' is not an option; expected one of run, validate, generate, explain, report, serve, runs, show, diff, rerun, cancel, publish, rollback, backfill, migrate, doctor")]
    [InlineData("run --sett a=b", "clv run: '--sett' is not an option; did you mean '--set'?")]
    [InlineData("run extra", "clv run: 'extra' is not expected here")]
    [InlineData("run --threads x", "--threads: 'x' is not allowed; expected a whole number from 1 to 1024")]
    [InlineData("run --as-of 1-2-2026", "--as-of: '1-2-2026' is not a date; expected one such as 2026-01-31")]
    [InlineData("run --config", "Required argument missing for option: '--config'.")]
    [InlineData("generate --out x", "Option '--customers' is required.")]
    [InlineData("generate --customers 5 --out x --ids number", "--ids: 'number' is not a choice; expected integer, text, uuid")]
    [InlineData("generate --customers 5 --out x --flaws", "customers is 5: with flaws at least")]
    [InlineData("explain", "Option '--customer' is required.")]
    [InlineData("run", "there is no clv.json in this folder")]
    [InlineData("validate --config no.json", "no.json: there is no such file")]
    [InlineData("run @file", "clv run: '@file' is not expected here")]
    public void Wrong_usage_is_told_with_exit_code_2(string line, string expected)
    {
        Assert.Equal(ExitCode.Usage, _shell.Clv(line.Split(' ')));
        Assert.StartsWith(expected, _shell.Error);
        Assert.Empty(_shell.Out);
    }

    [Fact]
    public void Several_problems_are_counted_and_listed()
    {
        _shell.Write("clv.json", """{ "currency": 1 }""");
        Assert.Equal(ExitCode.Usage, _shell.Clv("run"));
        Assert.StartsWith("3 problems:\n  currency: expected text", _shell.Error);
    }

    [Fact]
    public void Json_tells_problems_to_programs()
    {
        Assert.Equal(ExitCode.Usage, _shell.Clv("run", "--json"));
        var node = JsonNode.Parse(_shell.Out)!;
        Assert.Equal((2, "not_started", 1), ((int)node["exit_code"]!, (string)node["status"]!, node["problems"]!.AsArray().Count));
    }

    [Fact]
    public void Missing_inputs_fail_with_a_sentence_each_and_no_stack()
    {
        _shell.Write("clv.json", """{ "sources": { "touchpoints": { "parquet": "t.parquet" }, "orders": { "parquet": "o/*.parquet" } } }""");
        Assert.Equal(ExitCode.Failed, _shell.Clv("validate"));
        Assert.Contains("sources.orders: no file matches", _shell.Error);
        Assert.Contains("sources.touchpoints: no file at", _shell.Error);
        Assert.DoesNotContain("   at ", _shell.Error);
    }

    [Fact]
    public void A_fault_is_one_line_and_a_stack_only_on_demand()
    {
        var broken = new CliHost(TextWriter.Null, new StringWriter(), TimeProvider.System, new Dictionary<string, string>(), "", CancellationToken.None);
        Assert.Equal(ExitCode.Failed, Cli.Run(["run"], broken));
        Assert.Matches(@"\Ainternal error: \w+: [^\n]*CLV_DEBUG=1[^\n]*\n\z", broken.Error.ToString()!.ReplaceLineEndings("\n"));
        var debugged = broken with { Error = new StringWriter(), Environment = new Dictionary<string, string> { ["CLV_DEBUG"] = "1" } };
        Assert.Equal(ExitCode.Failed, Cli.Run(["run"], debugged));
        Assert.Contains("   at ", debugged.Error.ToString());
    }

    [Fact]
    public void Generate_makes_a_shop_that_validates()
    {
        Assert.Equal(ExitCode.Ok, _shell.Clv("generate", "--customers", "50", "--out", "shop", "--seed", "7", "--ids", "text", "--no-campaigns", "--threads", "1"));
        Assert.Contains("shop: 50 customers", _shell.Out);
        Assert.Contains("write touchpoints", _shell.Error);
        Assert.Equal(ExitCode.Ok, _shell.Clv("validate", "--config", "shop/clv.json"));
        Assert.Contains("  customer_id   BYTE_ARRAY (STRING)", _shell.Out);
        Assert.DoesNotContain("campaign", _shell.Out);
        Assert.Equal(ExitCode.Ok, _shell.Clv("validate", "--config", "shop/clv.json", "--json"));
        Assert.Equal("valid", (string)JsonNode.Parse(_shell.Out)!["status"]!);
        Assert.Equal(ExitCode.Failed, _shell.Clv("generate", "--customers", "50", "--out", "shop"));
        Assert.Contains("is not empty", _shell.Error);
    }

    [Fact]
    public void A_cancelled_verb_ends_with_130()
    {
        _shell.Cancellation = new CancellationToken(canceled: true);
        Assert.Equal(ExitCode.Cancelled, _shell.Clv("generate", "--customers", "50", "--out", "shop"));
        Assert.EndsWith("cancelled; nothing was written\n", _shell.Error);
    }
}
