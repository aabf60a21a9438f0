namespace ClvPipeline.Storage;

/// <summary>A column that we read from a dataset.</summary>
/// <param name="Name">Our name.</param>
/// <param name="Required">Whether every file must have it.</param>
internal sealed record KnownColumn(string Name, bool Required);

/// <summary>The columns of each dataset.</summary>
internal static class KnownColumns
{
    private static readonly Dictionary<string, KnownColumn[]> Datasets = new()
    {
        ["touchpoints"] = Columns("customer_id* occurred_at* channel* touch_id campaign consent"),
        ["orders"] = Columns("order_id* customer_id* ordered_at* revenue* cogs sales_channel currency"),
        ["customers"] = Columns("customer_id* segment"),
        ["spend"] = Columns("channel* date* amount* campaign currency"),
    };

    /// <summary>The columns of <paramref name="dataset"/>.</summary>
    public static IReadOnlyList<KnownColumn> Of(string dataset) => Datasets.TryGetValue(dataset, out var columns)
        ? columns
        : throw new ArgumentException($"'{dataset}' is not a dataset; expected one of {string.Join(", ", Datasets.Keys)}", nameof(dataset));

    /// <summary>Whether a dataset's other columns are of use too: those of <c>customers</c> are what customers can be grouped by.</summary>
    public static bool TakesFurther(string dataset) => dataset == "customers";

    private static KnownColumn[] Columns(string names) => [.. names.Split(' ').Select(name => new KnownColumn(name.TrimEnd('*'), name.EndsWith('*')))];
}
