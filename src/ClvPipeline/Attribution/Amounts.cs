using System.Runtime.Intrinsics;

namespace ClvPipeline;

/// <summary>A value with all its measures, in the order of a cell. Money in micro-units, counts in millionths.</summary>
/// <param name="past">Revenue, historic profit, customers, orders.</param>
/// <param name="future">Expected profit, CLV, and revenue of first orders.</param>
internal readonly struct Amounts(Vector256<long> past, Vector256<long> future)
{
    public Vector256<long> Past { get; } = past;

    public Vector256<long> Future { get; } = future;

    public static Amounts Of(long revenue, long historicProfit, long expectedProfit, long customers, long orders, long firstRevenue) =>
        new(Vector256.Create(revenue, historicProfit, customers, orders), Vector256.Create(expectedProfit, checked(historicProfit + expectedProfit), firstRevenue, 0));
}
