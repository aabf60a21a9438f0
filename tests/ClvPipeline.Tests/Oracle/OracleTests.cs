using Xunit;

namespace ClvPipeline.Tests.Oracle;

/// <summary>The second implementation against worked examples and exact numbers that neither it nor the engine had a hand in.</summary>
public class OracleTests
{
    private static readonly OracleSettings Edge = new()
    {
        AsOf = new DateOnly(2024, 12, 31), GrossMargin = 1, Modes = [new OracleMode(ModeKind.Acquisition, 30)],
    };

    public static TheoryData<string, string, string> Shops
    {
        get
        {
            var data = new TheoryData<string, string, string>();
            foreach (var set in new[] { "S1_first_order", "S3_lookback30" })
            {
                data.Add(set, "first", "first_touch");
                data.Add(set, "last", "last_touch");
                data.Add(set, "first_non_direct", "first_non_direct");
                data.Add(set, "last_non_direct", "last_non_direct");
                data.Add(set, "linear", "linear");
                data.Add(set, "linear_unique_channels", "linear_unique");
                data.Add(set, "shapley_subset_sum", "linear_unique");
                data.Add(set, "time_decay_7d_lasttouch_continuous", "time_decay");
                data.Add(set, "time_decay_7d_order_continuous", "time_decay");
                data.Add(set, "position_40_20_40", "position_based");
                data.Add(set, "position_J_20_20_60", "j_shaped");
                data.Add(set, "position_invJ_60_20_20", "inverse_j");
            }
            return data;
        }
    }

    [Theory]
    [MemberData(nameof(Customers))]
    public void Every_hand_made_case_has_its_expected_shares(string customer)
    {
        var result = Oracle.Compute(ReferenceFiles.Shop("edge", customer), Edge);
        var expected = ReferenceFiles.Read("edge", "expected_weights.csv").Where(row => row["customer_id"] == customer)
            .ToDictionary(row => (TypeOf(row["model"]), row["channel"]), row => double.Parse(row["weight"]));
        var clv = ReferenceFiles.Read("edge", "clv.csv").Where(row => row["customer_id"] == customer).Sum(row => double.Parse(row["clv"]));

        Assert.Equal(clv * 1e6, result.Customers.Sum(buyer => (double)buyer.Clv));
        foreach (var (key, cell) in result.Cells.Where(pair => expected.Keys.Any(known => known.Item1 == pair.Key.Model)))
            Assert.Equal(expected.GetValueOrDefault((key.Model, key.Channel)), cell.Customers.Exact.ToDouble() / 1e6, 1e-9);
        Assert.All(expected.Keys, key => Assert.Contains(result.Cells.Keys, cell => (cell.Model, cell.Channel) == key));
        Assert.Equal(expected.Count == 0, result.Customers.Count == 0); // E08 never bought
    }

    public static IEnumerable<object[]> Customers() =>
        ReferenceFiles.Read("edge", "touchpoints.csv").Concat(ReferenceFiles.Read("edge", "orders.csv"))
            .Select(row => row["customer_id"]).Distinct().Order().Select(customer => new object[] { customer });

    [Theory]
    [MemberData(nameof(Shops))]
    public void A_shop_of_2000_customers_agrees_with_exact_arithmetic(string set, string file, string model)
    {
        var result = Results[set].Value;
        var conversions = set == "S1_first_order" ? (Func<Cell, Measure>)(cell => cell.Customers) : cell => cell.Orders;
        foreach (var row in ReferenceFiles.Read("shop", set, file + "__exact.csv"))
        {
            var cells = result.Cells.Where(pair => pair.Key.Model == model && pair.Key.Channel == row["channel"]).Select(pair => pair.Value).ToList();
            Close(double.Parse(row["conversions"]), Total(cells.Select(conversions)));
            Close(double.Parse(row["value"]), Total(cells.Select(cell => cell.Clv)));
        }
    }

    [Fact]
    public void Position_based_has_the_published_weights()
    {
        var models = new Dictionary<string, OracleModel>
        {
            ["position_40_20_40"] = new(ModelKind.PositionBased),
            ["J_20_20_60"] = new(ModelKind.PositionBased, "j", First: 0.2m, Last: 0.6m),
            ["inverse_J_60_20_20"] = new(ModelKind.PositionBased, "i", First: 0.6m, Last: 0.2m),
            ["linear"] = new(ModelKind.Linear),
        };
        foreach (var row in ReferenceFiles.Read("edge", "position_weights.csv"))
        {
            var journey = Enumerable.Range(0, int.Parse(row["path_length"])).Select(i => new Touch(Id.Of("c"), i, null, "email", Names.None)).ToList();
            var shares = Shares.Of(models[row["model"]], journey, Edge);
            Assert.Equal(double.Parse(row["weight"]), shares[int.Parse(row["position"]) - 1].ToDouble(), 1e-12);
        }
    }

    [Fact]
    public void Time_decay_has_the_weights_of_the_published_example()
    {
        var rows = ReferenceFiles.Read("edge", "adobe_doc_time_decay_example.csv");
        var journey = rows.Select(row => new Touch(Id.Of("c"), -long.Parse(row["days_before"]) * Clock.Day, null, row["channel"], Names.None)).ToList();
        var shares = Shares.Of(new OracleModel(ModelKind.TimeDecay), journey, Edge);
        Assert.Equal(rows.Select(row => double.Parse(row["share"])), shares.Select(share => share.ToDouble()), (a, b) => Math.Abs(a - b) < 1e-12);
    }

    private static readonly Dictionary<string, Lazy<OracleResult>> Results = new()
    {
        ["S1_first_order"] = new(() => OfShop(new OracleMode(ModeKind.Acquisition, null), firstOrdersOnly: true)),
        ["S3_lookback30"] = new(() => OfShop(new OracleMode(ModeKind.Order, 30, Overlap: true), firstOrdersOnly: false)),
    };

    private static OracleResult OfShop(OracleMode mode, bool firstOrdersOnly) => Oracle.Compute(
        ReferenceFiles.Shop("shop", firstOrdersOnly: firstOrdersOnly),
        Edge with
        {
            Modes = [mode],
            Models =
            [
                .. OracleModel.AllEight,
                new OracleModel(ModelKind.PositionBased, "j_shaped", First: 0.2m, Last: 0.6m),
                new OracleModel(ModelKind.PositionBased, "inverse_j", First: 0.6m, Last: 0.2m),
            ],
        });

    private static string TypeOf(string name) => name switch
    {
        "first" => "first_touch",
        "last" => "last_touch",
        "position" => "position_based",
        _ => name,
    };

    private static double Total(IEnumerable<Measure> measures) =>
        measures.Aggregate(Fraction.Zero, (sum, measure) => sum + measure.Exact).ToDouble() / 1e6;

    private static void Close(double expected, double actual) => Assert.InRange(actual, expected * (1 - 1e-9), expected * (1 + 1e-9));
}
