using System.Diagnostics;
using System.Text;
using System.Text.Json.Nodes;
using ClvPipeline.Tests.Architecture;
using ClvPipeline.Tests.Postgres;
using ClvPipeline.Tests.Warehouses;
using Xunit;

namespace ClvPipeline.Tests.Serve;

/// <summary>A test that needs Postgres and a clock that can be set wrong.</summary>
internal sealed class FaketimeFactAttribute : FactAttribute
{
    public FaketimeFactAttribute()
    {
        if (new PostgresFactAttribute().Skip is { } because) Skip = because;
        else if (!File.Exists("/usr/bin/faketime")) Skip = "faketime is not at /usr/bin/faketime (Debian: apt-get install faketime)";
    }
}

/// <summary>Two machines whose clocks are five minutes apart share one register: its clock decides, and neither disturbs the other.</summary>
public class ClockSkewTests
{
    [FaketimeFact]
    public void Two_processes_whose_clocks_are_five_minutes_apart_do_not_disturb_each_other()
    {
        using var shop = new WarehouseShop();
        shop.Change(settings => (settings["scheduler"], settings["schedule"]) = ("quartz", JsonNode.Parse("""[ { "name": "often", "cron": "*/3 * * * * *" } ]""")));
        var said = new[] { new StringBuilder(), new StringBuilder() };
        var processes = new[] { "+5m", "-5m" }.Select((shift, i) => Start(shop, shift, said[i])).ToList();
        try
        {
            ServeShell.Until(() => (Count("status = 'succeeded'") >= 3 && Array.TrueForAll(said, each => Said(each).Contains("schedule.watched", StringComparison.Ordinal))) || processes.Exists(process => process.HasExited), Both);
        }
        finally
        {
            foreach (var process in processes) Interrupt(process);
        }

        Assert.True(processes.TrueForAll(process => process.ExitCode == 0), Both());
        // A fire of the fast clock waits for the register's; one of the slow clock finds that others have asked.
        Assert.Equal(0L, Count("scheduled_for > requested_at"));
        Assert.Equal(0L, Count("status = 'failed' or deaths > 0 or (status = 'succeeded' and attempt > 1)"));
        Assert.Equal(Count("true"), Count("scheduled_for is not null and pipeline = 'often'"));
        Assert.Equal(1L, shop.Database.Scalar("select count(distinct as_of) from clv.run"));
        Assert.DoesNotContain("\"error\"", Both(), StringComparison.Ordinal);

        string Both() => string.Join("\n", said.Select(Said));

        long Count(string which) => (long)shop.Database.Scalar($"select count(*) from clv.run where {which}")!;
    }

    private static string Said(StringBuilder said)
    {
        lock (said) return said.ToString();
    }

    private static Process Start(WarehouseShop shop, string shift, StringBuilder said)
    {
        var start = new ProcessStartInfo("/usr/bin/faketime", ["-f", shift, Dotnet.Path, Path.Combine(AppContext.BaseDirectory, "clv.dll"), "serve", "--config", "shop/clv.json", "--urls", "http://127.0.0.1:0", "--json"])
        {
            WorkingDirectory = shop.Shell.Folder, RedirectStandardError = true, RedirectStandardOutput = true,
        };
        foreach (var (name, value) in shop.Shell.Variables) start.Environment[name] = value;
        // Lengths of time are right on both: clocks that run down a battery or jump are wrong about the date alone.
        (start.Environment["FAKETIME_DONT_FAKE_MONOTONIC"], start.Environment["FAKETIME_FORCE_MONOTONIC_FIX"]) = ("1", "0");
        var process = Process.Start(start)!;
        process.ErrorDataReceived += (_, line) =>
        {
            lock (said) said.AppendLine(line.Data);
        };
        process.BeginErrorReadLine();
        return process;
    }

    private static void Interrupt(Process process)
    {
        if (process.HasExited) return;
        using var kill = Process.Start("/bin/kill", ["-TERM", $"{Child(process.Id)}"]);
        if (!process.WaitForExit(TimeSpan.FromSeconds(30))) process.Kill(entireProcessTree: true);
    }

    // faketime puts itself aside for what it starts; where it does not, its child is meant.
    private static int Child(int id)
    {
        var children = $"/proc/{id}/task/{id}/children";
        return File.Exists(children) && File.ReadAllText(children).Split(' ', StringSplitOptions.RemoveEmptyEntries) is [var child, ..] ? int.Parse(child, System.Globalization.CultureInfo.InvariantCulture) : id;
    }
}
