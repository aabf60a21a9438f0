using System.Globalization;
using ClvPipeline.Jobs;
using ClvPipeline.Storage;
using ClvPipeline.Tests.Jobs;
using ClvPipeline.Tests.Laws;
using ClvPipeline.Tests.Oracle;
using Xunit;

namespace ClvPipeline.Tests.Clv;

/// <summary>The tables that a run has only where it is asked for them: <c>customer_horizon</c> and <c>order_value</c>.</summary>
public sealed class OptionalTableTests : IDisposable
{
    private static readonly string[] Models = ["mbg_nbd", "bg_nbd", "pareto_nbd", "auto"];
    private readonly TestShell _shell = new();

    public void Dispose() => _shell.Dispose();

    [Theory]
    [InlineData(12)]
    [InlineData(24)]
    [InlineData(36)]
    [InlineData(60)]
    public void At_the_run_s_own_horizon_a_row_says_what_customer_value_says_and_further_ahead_more_is_expected(int months)
    {
        var rows = 0;
        for (var seed = 1; seed <= 8; seed++)
        {
            var model = Models[seed % Models.Length];
            var (shop, settings) = Make(seed);
            var results = LeavingShop.Run(shop, settings, model, run => run with { CustomerHorizon = true, Clv = run.Clv with { HorizonMonths = months } });
            var customers = Rows.Of(results.Table("customer_value")).ToList();
            var distances = Rows.Of(results.Table("customer_horizon")).Chunk(4).ToList();
            Assert.Equal(customers.Select(row => row["customer_id"]), distances.Select(four => four[0]["customer_id"]));
            foreach (var (customer, four) in customers.Zip(distances))
            {
                var where = $"seed {seed}, {model}, customer {customer["customer_id"]}";
                Assert.Equal(["12", "24", "36", "60"], four.Select(row => row["months"]));
                Assert.All(four, row => Assert.Equal(customer["customer_id"], row["customer_id"]));
                var own = four.Single(row => row["months"] == $"{months}");
                Assert.Equal((where, customer["expected_purchases"], customer["expected_profit"]), (where, own["expected_purchases"], own["expected_profit"]));
                Assert.Equal(Number(customer["clv_low"]) - Number(customer["historic_profit"]), Number(own["expected_profit_low"]));
                Assert.Equal(Number(customer["clv_high"]) - Number(customer["historic_profit"]), Number(own["expected_profit_high"]));
                Assert.All(four, row => Assert.True(Number(row["expected_profit_low"]) <= Number(row["expected_profit"]) && Number(row["expected_profit"]) <= Number(row["expected_profit_high"]), where));
                // Where a purchase costs more than it brings, more of them are expected to cost more.
                var margin = Math.Sign(Real(customer["margin_rate"]));
                foreach (var (near, far) in four.Zip(four.Skip(1)))
                    Assert.True(Real(near["expected_purchases"]) <= Real(far["expected_purchases"]) && margin * Number(near["expected_profit"]) <= margin * Number(far["expected_profit"]), where);
                rows += 4;
            }
        }

        Assert.True(rows > 2_000, $"{rows} rows");
    }

    [Fact]
    public void Orders_add_up_to_their_customers_and_are_those_that_the_shop_had()
    {
        var orders = 0;
        for (var seed = 1; seed <= 40; seed++)
        {
            var (_, shop, settings) = RandomShop.Make(seed);
            var results = LeavingShop.Run(shop, settings, Models[seed % Models.Length], run => run with { OrderValue = true });
            var rows = Rows.Of(results.Table("order_value")).ToList();
            var byCustomer = rows.GroupBy(row => row["customer_id"]).ToList();
            var customers = Rows.Of(results.Table("customer_value")).ToList();
            Assert.Equal(customers.Select(row => row["customer_id"]), byCustomer.Select(own => own.Key));
            Assert.Equal(results.Totals.Orders, rows.Count);
            foreach (var (customer, own) in customers.Zip(byCustomer))
            {
                Assert.Equal((Number(customer["orders"]), Number(customer["first_order_at"]), Number(customer["last_order_at"])), (own.Count(), Number(own.First()["ordered_at"]), Number(own.Last()["ordered_at"])));
                Assert.Equal(own.Select(row => Number(row["ordered_at"])).Order(), own.Select(row => Number(row["ordered_at"])));
                Assert.All(own, row => Assert.Equal(customer["expected_profit"], row["customer_expected_profit"]));
                Assert.All(own, row => Assert.Equal((Number(row["revenue"]) - Number(row["cogs"]), Number(row["profit"]) > 0 ? "1" : "0"), (Number(row["profit"]), row["profitable"])));
                Assert.All(own, row => Assert.True(Number(row["revenue"]) > 0));
                Assert.Distinct(own.Select(row => row["order_id"]));
                orders++;
            }
        }

        Assert.True(orders > 300, $"{orders} customers");
    }

    [Fact]
    public void An_order_s_id_reads_as_it_was_given_and_only_unlinked_refunds_are_missing_from_the_sum()
    {
        foreach (var kind in Enum.GetValues<IdKind>())
        {
            OrderRow[] rows =
            [
                new(LeavingShop.IdOf(kind, 8), LeavingShop.IdOf(kind, 1), LeavingShop.At(9), 50, 60), new(LeavingShop.IdOf(kind, 7), LeavingShop.IdOf(kind, 1), LeavingShop.At(5), 100, 40),
                new(LeavingShop.IdOf(kind, 7), LeavingShop.IdOf(kind, 1), LeavingShop.At(4), -25, -10), new(LeavingShop.IdOf(kind, 9), LeavingShop.IdOf(kind, 1), LeavingShop.At(3), -5, -1),
            ];
            var results = LeavingShop.Run(LeavingShop.Of(kind, rows), new OracleSettings { AsOf = new DateOnly(2026, 6, 30) }, "none", run => run with { OrderValue = true });
            var orders = Rows.Of(results.Table("order_value")).ToList();
            string[] ids = kind switch { IdKind.Integer => ["8", "7"], IdKind.Text => ["client-no-8", "é7"], _ => ["00000000-0000-0000-0000-0000000f4248", "c0000000-0000-0000-0000-0000000f4247"] };
            Assert.Equal(ids, orders.Select(row => row["order_id"]));
            Assert.Equal(["50000000|60000000|-10000000|0|0", "75000000|30000000|45000000|1|0"],
                orders.Select(row => string.Join('|', row["revenue"], row["cogs"], row["profit"], row["profitable"], row["customer_expected_profit"])));
            Assert.Equal(31_000_000, Number(Assert.Single(Rows.Of(results.Table("customer_value")))["historic_profit"])); // 35 less 4 of the refund without an order
        }
    }

    [Fact]
    public void They_hold_the_customers_of_customer_value_whatever_threads_and_layout_and_are_left_out_unless_asked_for()
    {
        for (var seed = 1; seed <= 12; seed++)
        {
            var (shop, settings) = Make(seed);
            foreach (var customers in new[] { "all", "top:5", "none" })
            {
                RunSettings With(RunSettings run) => run with { CustomerValue = CustomerRows.Parse(customers)!, CustomerHorizon = true, OrderValue = true };
                var one = LeavingShop.Run(shop, settings, "mbg_nbd", With);
                Assert.Equal(Rows.Everything(one), Rows.Everything(LeavingShop.Run(shop, settings, "mbg_nbd", With, 8, 4, new Layout(seed, 5))));
                var ids = Rows.Of(one.Table("customer_value")).Select(row => row["customer_id"]).ToList();
                Assert.Equal(ids, Rows.Of(one.Table("customer_horizon")).Select(row => row["customer_id"]).Distinct());
                Assert.Equal(ids, Rows.Of(one.Table("order_value")).Select(row => row["customer_id"]).Distinct());
            }

            Assert.Equal(Tables.All.Select(table => table.Name), LeavingShop.Run(shop, settings, "mbg_nbd").Tables.Select(table => table.Spec.Name));
            Assert.Equal(0, LeavingShop.Run(shop, settings, "none", run => run with { CustomerHorizon = true }).Table("customer_horizon").Rows);
        }
    }

    [Fact]
    public void A_run_of_the_program_writes_them_when_its_settings_say_so()
    {
        Assert.Equal(ExitCode.Ok, _shell.Clv("generate", "--customers", "300", "--out", "shop"));
        Assert.Equal(ExitCode.Ok, _shell.Clv("run", "--config", "shop/clv.json", "--run-id", "a", "--set", "output.customerHorizon=true", "--set", "output.orderValue=true"));
        var folder = Path.Combine(_shell.Folder, "out", "runs", "a");
        var (customers, orders) = (ResultReader.Read(folder, Tables.CustomerValue).Rows, Rows.Of(ResultReader.Read(folder, Tables.CustomerValue)).Sum(row => Number(row["orders"])));
        Assert.Equal((4 * customers, orders), (ResultReader.Read(folder, Tables.CustomerHorizon).Rows, ResultReader.Read(folder, Tables.OrderValue).Rows));
        Assert.Equal(ExitCode.Ok, _shell.Clv("run", "--config", "shop/clv.json", "--run-id", "b"));
        Assert.All(Tables.Optional, table => Assert.False(File.Exists(Path.Combine(_shell.Folder, "out", "runs", "b", $"{table.Name}.parquet"))));
    }

    [Fact]
    public void Paths_and_segments_can_be_left_out_and_nothing_else_changes()
    {
        for (var seed = 1; seed <= 12; seed++)
        {
            var (shop, settings) = Make(seed);
            foreach (var (paths, segments) in new[] { (false, false), (true, false), (false, true) })
            {
                var whole = LeavingShop.Run(shop, settings, "mbg_nbd");
                var part = LeavingShop.Run(shop, settings, "mbg_nbd", run => run with { ChannelPath = paths, SegmentValue = segments });
                foreach (var table in whole.Tables)
                {
                    var isLeft = table.Spec.Name is "channel_path" ? !paths : table.Spec.Name is "segment_value" && !segments;
                    Assert.Equal(isLeft ? [] : Rows.Of(table), Rows.Of(part.Table(table.Spec.Name)));
                }

                Assert.All(Reconciliation.Check(part), check => Assert.True(check.Passed, check.Name));
            }
        }
    }

    [Fact]
    public void A_run_without_paths_and_segments_is_told_and_its_report_says_what_is_not_there()
    {
        Assert.Equal(ExitCode.Ok, _shell.Clv("generate", "--customers", "300", "--out", "shop"));
        Assert.Equal(ExitCode.Ok, _shell.Clv("run", "--config", "shop/clv.json", "--run-id", "a", "--set", "output.channelPath=false", "--set", "output.segmentValue=false"));
        var folder = Path.Combine(_shell.Folder, "out", "runs", "a");
        Assert.Equal((0, 0), (ResultReader.Read(folder, Tables.ChannelPath).Rows, ResultReader.Read(folder, Tables.SegmentValue).Rows));
        var page = File.ReadAllText(Path.Combine(folder, "report.html"));
        foreach (var table in new[] { "channel_path", "segment_value" }) Assert.Contains($"output.{(table == "channel_path" ? "channelPath" : "segmentValue")}", page, StringComparison.Ordinal);
    }

    // Shops whose customers leave, and some in which everything goes wrong.
    private static (Shop Shop, OracleSettings Settings) Make(int seed) => seed % 4 == 0 && RandomShop.Make(seed) is var random ? (random.Shop, random.Settings) : LeavingShop.Make(seed, 100);

    private static long Number(string? text) => long.Parse(text!, CultureInfo.InvariantCulture);

    private static double Real(string? text) => double.Parse(text!, CultureInfo.InvariantCulture);
}
