using Xunit;

namespace ClvPipeline.Tests.Clv;

/// <summary>Limits of a customer's status.</summary>
public class StatusSettingsTests
{
    public static TheoryData<string, string[]> Wrong => new()
    {
        { "fine", [] },
        { "lost 1.1", ["clv.status.lost: 1.1 is out of range; expected a probability from 0 to 1", "clv.status.lost: 1.1 is above clv.status.atRisk, 0.3; expected at most as much, as who is lost is at risk too"] },
        { "gap NaN", ["clv.status.atRiskGap: NaN is out of range; expected a probability from 0 to 1"] },
        { "order", ["clv.status.atRisk: 0.6 is above clv.status.slipping, 0.5; expected at most as much, as who is at risk is slipping too", "clv.status.slippingGap: 0.96 is above clv.status.atRiskGap, 0.95; expected at most as much, as who is at risk is slipping too"] },
        { "days", ["clv.status.newDays: -1 is out of range; expected 0 days or more"] },
    };

    [Theory]
    [MemberData(nameof(Wrong))]
    public void What_is_wrong_is_said_in_a_sentence(string name, string[] problems) => Assert.Equal(problems, new ClvSettings
    {
        Status = name switch
        {
            "lost 1.1" => new StatusSettings { Lost = 1.1 },
            "gap NaN" => new StatusSettings { AtRiskGap = double.NaN },
            "order" => new StatusSettings { AtRisk = 0.6, SlippingGap = 0.96 },
            "days" => new StatusSettings { NewDays = -1 },
            _ => new StatusSettings(),
        },
    }.Problems());

    [Fact]
    public void A_customer_stands_where_the_limits_say()
    {
        var (once, twice, own) = (new Triplet(0, 0, 45), new Triplet(1, 30, 60), new StatusSettings { Lost = 0.2, AtRisk = 0.4, Slipping = 0.6, AtRiskGap = 0.9, SlippingGap = 0.7, NewDays = 30 });
        Assert.Equal((CustomerStatus.AtRisk, CustomerStatus.Lost), (Standing.Of(new StatusSettings(), once, 0.15, 0), Standing.Of(own, once, 0.15, 0)));
        Assert.Equal((CustomerStatus.Slipping, CustomerStatus.AtRisk), (Standing.Of(new StatusSettings(), once, 0.35, 0), Standing.Of(own, once, 0.35, 0)));
        Assert.Equal((CustomerStatus.New, CustomerStatus.Slipping), (Standing.Of(new StatusSettings(), once, 0.55, 0), Standing.Of(own, once, 0.55, 0)));
        Assert.Equal((CustomerStatus.New, CustomerStatus.Active), (Standing.Of(new StatusSettings(), once, 0.7, 0), Standing.Of(own, once, 0.7, 0)));
        Assert.Equal((CustomerStatus.Slipping, CustomerStatus.AtRisk), (Standing.Of(new StatusSettings(), twice, 0.9, 0.92), Standing.Of(own, twice, 0.9, 0.92)));
        Assert.Equal((CustomerStatus.Active, CustomerStatus.Slipping), (Standing.Of(new StatusSettings(), twice, 0.9, 0.75), Standing.Of(own, twice, 0.9, 0.75)));
        // Who bought once has no gap to be late by, whatever the limits.
        Assert.Equal(CustomerStatus.Active, Standing.Of(new StatusSettings { AtRiskGap = 0, SlippingGap = 0, NewDays = 0 }, once, 0.9, 0));
    }
}
