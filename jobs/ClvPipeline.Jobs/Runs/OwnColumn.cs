using System.Text;

namespace ClvPipeline.Jobs;

/// <summary>Columns of tables that this program fills itself.</summary>
internal static class OwnColumn
{
    /// <summary>A column of one row.</summary>
    public static ResultColumn Single(ResultKind kind, object? value) => kind switch
    {
        ResultKind.Text => Texts([(string?)value]),
        ResultKind.WideMoney => new ResultColumn.Wide([(Int128)value!]),
        _ => new ResultColumn.Longs([Long(value)], value is null ? [0] : null),
    };

    /// <summary>A text column, a code a row.</summary>
    public static ResultColumn Texts(IReadOnlyList<string?> values)
    {
        var distinct = values.OfType<string>().Distinct().ToList();
        var bytes = distinct.ConvertAll(Encoding.UTF8.GetBytes);
        var offsets = new int[bytes.Count + 1];
        for (var i = 0; i < bytes.Count; i++) offsets[i + 1] = offsets[i] + bytes[i].Length;
        return new ResultColumn.Text([.. values.Select(value => value is null ? -1 : distinct.IndexOf(value))], [.. bytes.SelectMany(each => each)], offsets);
    }

    private static long Long(object? value) => value switch
    {
        DateOnly date => date.DayNumber - new DateOnly(1970, 1, 1).DayNumber,
        DateTimeOffset instant => (instant.UtcTicks - DateTimeOffset.UnixEpoch.UtcTicks) / TimeSpan.TicksPerMicrosecond,
        long number => number,
        _ => 0,
    };
}
