using ClvPipeline.DataFrames;
using ClvPipeline.Jobs;
using ClvPipeline.Storage;
using ClvPipeline.Tests.Laws;
using ClvPipeline.Tests.Postgres;
using ClvPipeline.Tests.Warehouses;
using Xunit;

namespace ClvPipeline.Tests.DataFrames;

public sealed class FrameTests
{
    [Fact]
    public void A_frame_holds_what_its_table_holds_null_for_null()
    {
        var table = Storage.Tables.Fill(700);
        // A decimal of .NET ends at 28 digits.
        var wide = new ResultColumn.Wide([.. ((ResultColumn.Wide)table.Columns[4]).Values.Select(value => value / 1_000_000_000_000)], ((ResultColumn.Wide)table.Columns[4]).Valid);
        table = table with { Columns = [.. table.Columns.Select((column, i) => i == 4 ? wide : column)] };
        FrameCells.Equal(table, Frames.Of(table));
        FrameCells.Equal(Storage.Tables.Fill(0), Frames.Of(Storage.Tables.Fill(0)));
    }

    [PostgresFact]
    public void Every_table_of_a_run_is_a_frame_alike_from_its_folder_and_from_its_database()
    {
        using var shop = new WarehouseShop(customers: 150);
        shop.Output("Warehouse", "out");
        shop.Shell.AskForEveryTable(Path.Combine("shop", "clv.json"));
        Assert.Equal(ExitCode.Ok, shop.Clv("run", "--run-id", "one"));
        var (outFolder, folder) = (Path.Combine(shop.Shell.Folder, "out"), Path.Combine(shop.Shell.Folder, "out", "runs", "one"));
        var (files, views, rows) = (Frames.ReadAll(outFolder), Frames.ReadAll(shop.Warehouse), Frames.ReadAll(shop.Warehouse, "one"));
        Assert.Equal(files.Keys.Order(StringComparer.Ordinal), views.Keys.Order(StringComparer.Ordinal));
        Assert.Equal(files.Keys.Order(StringComparer.Ordinal), rows.Keys.Order(StringComparer.Ordinal));
        Assert.Superset(ClvPipeline.Tables.All.Select(table => table.Name).ToHashSet(), files.Keys.ToHashSet());
        foreach (var spec in ClvPipeline.Tables.All.Append(RunCheckTable.Spec))
        {
            var table = ResultReader.Read(folder, spec);
            Assert.True(table.Rows > 0 || spec.Name is "rejected_row" or "customers_at_risk" or "run_change", spec.Name);
            FrameCells.Equal(table, files[spec.Name]);
            FrameCells.Equal(table, rows[spec.Name]);
            FrameCells.Equal(table, views[spec.Name]);
            FrameCells.Equal(table, Frames.Read(outFolder, spec.Name, "one"));
        }

        FrameCells.Equal(ResultReader.Read(folder, RunTable.Spec), files["run"]);
        Assert.Equal(files["run"]["total_clv"][0], views["run"]["total_clv"][0]);
        Assert.Equal(files["run"]["finished_at"][0], rows["run"]["finished_at"][0]);
    }

    [PostgresFact]
    public void What_is_not_there_is_told_in_a_sentence()
    {
        using var shop = new WarehouseShop(customers: 30);
        shop.Output("Warehouse", "out");
        var outFolder = Path.Combine(shop.Shell.Folder, "out");
        Assert.Contains("no run has been published here", Refusal(() => Frames.Read(outFolder, "channel_summary")), StringComparison.Ordinal);
        Assert.Equal(ExitCode.Ok, shop.Clv("run", "--run-id", "one"));
        Assert.Contains("no such table; there are backtest, ", Refusal(() => Frames.Read(outFolder, "chanel_summary")), StringComparison.Ordinal);
        Assert.Contains("did you mean one?", Refusal(() => Frames.Read(outFolder, "channel_summary", "ons")), StringComparison.Ordinal);
        Assert.Contains("no table 'chanel_summary' that the login may read; there are backtest, ", Refusal(() => Frames.Read(shop.Warehouse, "chanel_summary")), StringComparison.Ordinal);
        Assert.Contains("run ons: no such run", Refusal(() => Frames.Read(shop.Warehouse, "channel_summary", "ons")), StringComparison.Ordinal);
        Assert.Contains("no table 'x\"; drop table clv.run; --'", Refusal(() => Frames.Read(shop.Warehouse, "x\"; drop table clv.run; --")), StringComparison.Ordinal);
    }

    private static string Refusal(Action read) => Assert.Throws<BadInputException>(read).Message;
}
