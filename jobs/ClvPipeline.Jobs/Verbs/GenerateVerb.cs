using System.Globalization;
using System.Text.Json.Nodes;
using ClvPipeline.Jobs.Generate;

namespace ClvPipeline.Jobs;

/// <summary><c>clv generate</c>: a synthetic shop to try with.</summary>
internal static class GenerateVerb
{
    public static Verb Create(CliHost host)
    {
        var customers = VerbOption.Whole("--customers", "n", 1, GenerateOptions.MostCustomers, "How many people have touchpoints; some 60 % of them buy.");
        var folder = VerbOption.Text("--out", "folder", "The folder to fill; it must be missing or empty.");
        customers.Required = folder.Required = true;
        var seed = VerbOption.Whole("--seed", "s", long.MinValue, long.MaxValue, "Another seed, another shop with the same true parameters. Default: 1.");
        var ids = VerbOption.Choice("--ids", "kind", ["integer", "text", "uuid"], "How customer ids are written: integer, text or uuid. Default: integer.");
        var noTouchIds = VerbOption.Flag("--no-touch-ids", "Leaves touch_id out; then nothing is a repeat.");
        var noCampaigns = VerbOption.Flag("--no-campaigns", "Leaves campaign out.");
        var years = VerbOption.Whole("--years", "n", 1, 10, "How many years of history. Default: 2.");
        var endDate = VerbOption.Date("--end-date", "The last local day with events. Default: 2026-06-30.");
        var flaws = VerbOption.Flag("--flaws", "Makes a few rows wrong on purpose, listed in flaws.json.");
        var threads = VerbOption.Whole("--threads", "n", 1, 1024, "How many threads to use; never changes a byte. Default: one per processor.");
        var json = VerbOption.Flag("--json", "Prints one JSON object instead.");
        return new Verb("generate", "Writes a realistic synthetic shop, with its true parameters beside it.",
            ["clv generate --customers 1000 --out shop # a small one; then: clv run --config shop/clv.json", "clv generate --customers 100000 --out big --seed 7 --ids uuid # another shop with the same true parameters"],
            [customers, folder, seed, ids, noTouchIds, noCampaigns, years, endDate, flaws, threads, json],
            parsed =>
            {
                var options = new GenerateOptions { Customers = (int)parsed.GetValue(customers)!.Value, OutFolder = Path.GetFullPath(parsed.GetValue(folder)!, host.WorkingDirectory) };
                return Run(options with
                {
                    Seed = parsed.GetValue(seed) ?? options.Seed,
                    IdKind = parsed.GetValue(ids) is { } kind ? Enum.Parse<CustomerIdKind>(kind, ignoreCase: true) : options.IdKind,
                    TouchIds = !parsed.GetValue(noTouchIds),
                    Campaigns = !parsed.GetValue(noCampaigns),
                    Years = (int)(parsed.GetValue(years) ?? options.Years),
                    EndDate = parsed.GetValue(endDate) ?? options.EndDate,
                    Flaws = parsed.GetValue(flaws),
                    Threads = (int?)parsed.GetValue(threads),
                }, parsed.GetValue(json), host);
            });
    }

    private static int Run(GenerateOptions options, bool json, CliHost host)
    {
        if (options.Problems().ToArray() is { Length: > 0 } problems) throw new UsageException(problems);
        var shop = Watched.Do(host, progress => ShopGenerator.Write(options, progress, host.Cancellation));
        if (json) host.Out.WriteLine(JsonText.Of(Json(shop)));
        else Write(shop, host);
        return ExitCode.Ok;
    }

    private static void Write(GenerateSummary shop, CliHost host)
    {
        var folder = RunSummary.Shown(shop.Folder, host);
        host.Out.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"{folder}: {shop.Customers:N0} customers ({shop.Buyers:N0} buyers), {shop.Touchpoints:N0} touchpoints, {shop.OrderRows:N0} order rows ({shop.Refunds:N0} refunds), {shop.Bytes / 1e6:N1} MB"));
        host.Out.WriteLine($"Next: clv run --config {Path.Combine(folder, ClvSettingsFile.DefaultName)}");
    }

    private static JsonObject Json(GenerateSummary shop) => new()
    {
        ["status"] = "succeeded",
        ["exit_code"] = ExitCode.Ok,
        ["folder"] = shop.Folder,
        ["customers"] = shop.Customers,
        ["buyers"] = shop.Buyers,
        ["touchpoints"] = shop.Touchpoints,
        ["order_rows"] = shop.OrderRows,
        ["refunds"] = shop.Refunds,
        ["bytes"] = shop.Bytes,
    };
}
