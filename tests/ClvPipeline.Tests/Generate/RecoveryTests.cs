using ClvPipeline.Jobs.Generate;
using MathNet.Numerics;
using Xunit;

namespace ClvPipeline.Tests.Generate;

/// <summary>The parameters that a shop was made with can be found again in its data. Tolerances are three standard errors or more at these sizes.</summary>
public class RecoveryTests
{
    private static readonly Lazy<Measured> Large = new(() => Measured.Of(40_000, 7));
    private static Measured Data => Large.Value;
    private static TrueParameters Truth => Data.Truth;

    [Fact]
    public void The_margin_and_the_share_of_unknown_cogs()
    {
        var known = Data.Orders.Where(row => row.Cogs is not null).ToArray();
        Near(Truth.MeanMargin, known.Average(row => 1 - row.Cogs!.Value / row.Revenue), 0.002);
        Near(Truth.UnknownCogsShare, 1 - known.Length / (double)Data.Orders.Count(), 0.003);
    }

    [Fact]
    public void The_rate_and_the_kinds_of_refunds()
    {
        // Old orders only: the refunds of young ones are still to come.
        var old = Data.OrderRows.GroupBy(row => (row.Customer, row.Number)).Where(order => order.First().Utc < new DateTime(2026, 4, 1)).ToArray();
        var refunded = old.Where(order => order.Count() == 2).ToArray();
        Near(Truth.RefundRate, refunded.Length / (double)old.Length, 0.004);
        Near(Truth.FullRefundShare, refunded.Count(order => order.Sum(row => row.Revenue) < 0.005) / (double)refunded.Length, 0.03);
        var ofKnown = refunded.Where(order => order.First().Cogs is not null).ToArray();
        Near(Truth.UnknownRefundCogsShare, ofKnown.Count(order => order.Last().Cogs is null) / (double)ofKnown.Length, 0.03);
        Near(Truth.WrittenOffShare, ofKnown.Count(order => order.Last().Cogs == 0) / (double)ofKnown.Length, 0.03);
    }

    [Fact]
    public void The_chance_to_convert_after_the_first_touch_by_channel()
    {
        // Who orders within two hours of the first touch was convinced by it: interested times conversion per touch (orders come 40 min later on average).
        var firstOrder = Data.Orders.Where(row => row.Number == 1).ToDictionary(row => row.Customer, row => row.Utc);
        foreach (var people in Data.Touches.GroupBy(touch => touch.Customer).Select(person => person.First()).GroupBy(touch => touch.Channel))
        {
            var channel = Truth.Channels[people.Key];
            var converted = people.Count(touch => firstOrder.TryGetValue(touch.Customer, out var ordered) && ordered - touch.Utc < TimeSpan.FromHours(4)) / (double)people.Count();
            var expected = channel.Interested * channel.ConversionPerTouch;
            Assert.InRange(converted, expected - 0.025, expected + 0.04);
        }
    }

    [Fact]
    public void The_spend_of_gamma_gamma_by_its_moments()
    {
        var firstChannel = Data.Touches.GroupBy(touch => touch.Customer).ToDictionary(person => person.Key, person => person.First().Channel);
        double Factor(int customer) => Truth.Channels[firstChannel[customer]].SpendFactor * Truth.Segments[Data.Shop.People.Segment(customer)].SpendFactor;
        var pairs = Data.Orders.GroupBy(row => row.Customer).Where(buyer => buyer.Count() >= 2)
            .Select(buyer => buyer.Take(2).Select(row => row.Revenue / Factor(buyer.Key)).ToArray()).ToArray();

        // Two orders of one customer split their sum as Beta(p, p), with variance 1 / (4 (2p + 1)).
        var p = (1 / (4 * pairs.Average(pair => Math.Pow(pair[0] / (pair[0] + pair[1]) - 0.5, 2))) - 1) / 2;
        // What two orders of one customer share is the rate: the covariance of their logarithms is trigamma(q).
        var mean = pairs.Average(pair => (Math.Log(pair[0]) + Math.Log(pair[1])) / 2);
        var covariance = pairs.Average(pair => (Math.Log(pair[0]) - mean) * (Math.Log(pair[1]) - mean));
        var q = Solve(q => (SpecialFunctions.DiGamma(q + 1e-4) - SpecialFunctions.DiGamma(q - 1e-4)) / 2e-4 - covariance, 1, 20);
        var v = Math.Exp(mean - SpecialFunctions.DiGamma(p) + SpecialFunctions.DiGamma(q));

        Near(Truth.P, p, 0.05 * Truth.P);
        Near(Truth.Q, q, 0.10 * Truth.Q);
        Near(Truth.V, v, 0.12 * Truth.V);
    }

    [Theory]
    [InlineData("r", 0.05)]
    [InlineData("alpha", 0.06)]
    [InlineData("s", 0.10)]
    [InlineData("beta", 0.15)]
    public void Each_parameter_of_pareto_nbd_by_maximum_likelihood(string name, double tolerance)
    {
        var histories = ParetoNbdOf(Data);
        var truth = new[] { Truth.R, Truth.Alpha, Truth.S, Truth.Beta };
        var index = Array.IndexOf(["r", "alpha", "s", "beta"], name);
        double At(double factor) => histories.AsParallel().AsOrdered().Select(history => ParetoNbd.LogLikelihood(history,
            [.. truth.Select((value, i) => i == index ? value * factor : value)])).ToArray().Sum();
        var found = Maximise(At, 0.5, 2);
        Assert.InRange(found, 1 - tolerance, 1 + tolerance);
    }

    private static ParetoNbd.History[] ParetoNbdOf(Measured data)
    {
        var end = new DateTime(2026, 6, 30, 22, 0, 0);
        return [.. data.Orders.GroupBy(row => row.Customer).Take(8_000).Select(buyer => new ParetoNbd.History(
            buyer.Count() - 1, (buyer.Last().Utc - buyer.First().Utc).TotalDays, (end - buyer.First().Utc).TotalDays))];
    }

    private static void Near(double expected, double found, double tolerance) => Assert.InRange(found, expected - tolerance, expected + tolerance);

    /// <summary>The root of a falling function, by halving.</summary>
    private static double Solve(Func<double, double> falling, double low, double high)
    {
        for (var i = 0; i < 60; i++)
        {
            var middle = (low + high) / 2;
            (low, high) = falling(middle) > 0 ? (middle, high) : (low, middle);
        }
        return low;
    }

    /// <summary>Where a function of one hump is largest, by golden section, to 0.5 %.</summary>
    private static double Maximise(Func<double, double> f, double low, double high)
    {
        const double golden = 0.6180339887498949;
        double a = high - golden * (high - low), b = low + golden * (high - low), fa = f(a), fb = f(b);
        while (high - low > 0.005)
        {
            if (fa > fb)
            {
                (high, b, fb) = (b, a, fa);
                fa = f(a = high - golden * (high - low));
            }
            else
            {
                (low, a, fa) = (a, b, fb);
                fb = f(b = low + golden * (high - low));
            }
        }
        return (low + high) / 2;
    }
}
