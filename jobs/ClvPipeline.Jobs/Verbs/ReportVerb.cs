using System.CommandLine;
using System.Text.Json.Nodes;
using ClvPipeline.Jobs.Report;
using ClvPipeline.Storage;

namespace ClvPipeline.Jobs;

/// <summary><c>clv report</c>: writes the report of a kept run once more.</summary>
internal static class ReportVerb
{
    public static Verb Create(CliHost host)
    {
        var run = new Argument<string>("run") { Description = "The id of the run." };
        var config = new SettingsOptions().Config;
        var from = VerbOption.Text("--from", "folder", "Where runs are kept. Default: output.folder of the settings; with it, no settings are needed.");
        var file = VerbOption.Text("--out", "file", $"The file to write. Default: {ReportPage.FileName} in the run's folder.");
        var language = VerbOption.Choice("--language", "code", [.. ReportLanguage.All.Select(each => each.Code)], "The language: en or nl. Default: language in the settings.");
        var customers = VerbOption.Text("--customers", "choice", "How many customers to name: none or top:N. Default: report.customers in the settings.");
        var json = VerbOption.Flag("--json", "Prints one JSON object instead.");
        var verb = new Verb("report", "Writes the report of a kept run again: a page that needs nothing besides itself.",
            ["clv report 2026-06-30-20260701T013000Z-4f1a # anew into its folder", "clv report nightly-17 --language nl --customers top:20 --out shop-nl.html # to forward"],
            [config, from, file, language, customers, json],
            parsed => Run(parsed.GetValue(run)!, parsed.GetValue(file), Settings(parsed.GetValue(config), parsed.GetValue(from), parsed.GetValue(language), parsed.GetValue(customers), host), parsed.GetValue(json), host));
        verb.Arguments.Add(run);
        return verb;
    }

    private static (string OutFolder, ReportOptions Options) Settings(string? config, string? from, string? language, string? customers, CliHost host)
    {
        // A folder of results can be reported on wherever it was brought.
        var needed = config is not null || from is null || File.Exists(Path.Combine(host.WorkingDirectory, ClvSettingsFile.DefaultName));
        var settings = needed ? ClvSettingsFile.Load(config, host.Environment, [], host.WorkingDirectory) : null;
        var report = settings?.Report ?? new ReportSettings();
        if (language is not null) report = report with { Language = language };
        if (customers is not null)
            report = report with { Customers = ReportSettings.ParseCustomers(customers) ?? throw new UsageException($"--customers: '{customers}' is not a choice of customers; expected none or top:N") };
        var folder = from ?? settings!.OutFolder ?? throw new UsageException("report: the results of these settings go to Postgres alone; expected --from FOLDER, or settings with output.folder");
        return (Path.GetFullPath(folder, host.WorkingDirectory), ReportOptions.Of(report));
    }

    private static int Run(string runId, string? file, (string OutFolder, ReportOptions Options) asked, bool json, CliHost host)
    {
        if (!RunIds.IsValid(runId)) throw new UsageException($"'{runId}' is not a run id; expected a letter or digit, then at most 99 letters, digits, '.', '_' or '-'");
        var run = RunRegister.Find(asked.OutFolder, runId);
        var tables = KeptRun.Read(asked.OutFolder, run);
        var path = file is null ? Path.Combine(run.Folder, ReportPage.FileName) : Path.GetFullPath(file, host.WorkingDirectory);
        KeptFile.Replace(path, to => ReportPage.Write(to, tables, asked.Options));
        if (json) host.Out.WriteLine(JsonText.Of(new JsonObject { ["status"] = "succeeded", ["exit_code"] = ExitCode.Ok, ["run_id"] = runId, ["report"] = path }));
        else host.Out.WriteLine($"Report: {RunSummary.Shown(path, host)}");
        return ExitCode.Ok;
    }
}
