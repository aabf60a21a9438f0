namespace ClvPipeline.Jobs.Generate;

/// <summary>The eight channels of the shop. Display and social reach people early and seldom convince; email and direct come late and often do.</summary>
internal static class ShopChannels
{
    public static IReadOnlyList<Channel> All { get; } =
    [
        new()
        {
            Name = "paid_search", Reach = 0.22, Middle = 0.22, Late = 0.14, Loyal = 0.10, Interested = 0.76, ConversionPerTouch = 0.30,
            SpendFactor = 1.0, CostPerTouch = 2.4, Campaigns = ["brand", "generic", "shopping"], NovemberCampaign = "black_friday",
        },
        new()
        {
            Name = "organic_search", Reach = 0.22, Middle = 0.18, Late = 0.10, Loyal = 0.14, Interested = 0.80, ConversionPerTouch = 0.26,
            SpendFactor = 1.05, CostPerTouch = 0,
        },
        new()
        {
            Name = "paid_social", Reach = 0.20, Middle = 0.16, Late = 0.07, Loyal = 0.06, Interested = 0.50, ConversionPerTouch = 0.12,
            SpendFactor = 0.85, CostPerTouch = 3.0, Campaigns = ["prospecting", "lookalike", "retargeting"], FollowUpCampaigns = 1, NovemberCampaign = "black_friday",
        },
        new()
        {
            Name = "email", Reach = 0.04, Middle = 0.10, Late = 0.24, Loyal = 0.30, Interested = 0.94, ConversionPerTouch = 0.36,
            SpendFactor = 1.15, CostPerTouch = 0.08, Campaigns = ["newsletter", "cart_reminder", "winback"], FollowUpCampaigns = 2, NovemberCampaign = "black_friday",
        },
        new()
        {
            Name = "display", Reach = 0.10, Middle = 0.10, Late = 0.04, Loyal = 0.03, Interested = 0.20, ConversionPerTouch = 0.06,
            SpendFactor = 0.8, CostPerTouch = 2.2, Campaigns = ["prospecting", "retargeting"], FollowUpCampaigns = 1,
        },
        new()
        {
            Name = "affiliate", Reach = 0.08, Middle = 0.08, Late = 0.08, Loyal = 0.04, Interested = 0.66, ConversionPerTouch = 0.28,
            SpendFactor = 0.75, CostPerTouch = 3.2, Campaigns = ["cashback", "coupons", "reviews"],
        },
        new()
        {
            Name = "direct", Reach = 0.08, Middle = 0.11, Late = 0.27, Loyal = 0.25, Interested = 0.90, ConversionPerTouch = 0.40,
            SpendFactor = 1.2, CostPerTouch = 0,
        },
        new()
        {
            Name = "store", Reach = 0.06, Middle = 0.05, Late = 0.06, Loyal = 0.08, Interested = 0.88, ConversionPerTouch = 0.38,
            SpendFactor = 1.25, CostPerTouch = 0,
        },
    ];

    /// <summary>The place of the store in <see cref="All"/>: its hours are others, and so is the sales channel of its orders.</summary>
    public const int Store = 7;
}
