using System.Globalization;
using ClvPipeline.Tests.Laws;
using Microsoft.Data.Analysis;
using Xunit;

namespace ClvPipeline.Tests.DataFrames;

/// <summary>Frames cell by cell, in the form in which <see cref="Rows"/> shows tables.</summary>
internal static class FrameCells
{
    /// <summary>A frame has the columns of a table, of the types that they should have, and the same in every cell.</summary>
    public static void Equal(ResultTable table, DataFrame frame)
    {
        Assert.Equal(table.Spec.Columns.Select(column => (column.Name, TypeOf(column.Kind))), frame.Columns.Select(column => (column.Name, column.DataType)));
        Assert.Equal(table.Rows, frame.Rows.Count);
        foreach (var (row, cells) in Rows.Of(table).Index())
            foreach (var column in table.Spec.Columns) Assert.Equal((table.Spec.Name, row, column.Name, cells[column.Name]), (table.Spec.Name, row, column.Name, Show(column.Kind, frame[column.Name][row])));
    }

    private static Type TypeOf(ResultKind kind) => kind switch
    {
        ResultKind.Text => typeof(string),
        ResultKind.Integer => typeof(long),
        ResultKind.Money or ResultKind.WideMoney => typeof(decimal),
        ResultKind.Real => typeof(double),
        ResultKind.Boolean => typeof(bool),
        _ => typeof(DateTime),
    };

    private static string? Show(ResultKind kind, object? value) => (kind, value) switch
    {
        (_, null) => null,
        (_, decimal money) => (money * 1_000_000).ToString("0", CultureInfo.InvariantCulture),
        (_, double real) => real.ToString("R", CultureInfo.InvariantCulture),
        (_, bool flag) => flag ? "1" : "0",
        (ResultKind.Date, DateTime { Kind: DateTimeKind.Unspecified, TimeOfDay.Ticks: 0 } day) => $"{(day - DateTime.UnixEpoch.Date).Days}",
        (ResultKind.Instant, DateTime { Kind: DateTimeKind.Utc } instant) => $"{(instant - DateTime.UnixEpoch).Ticks / 10}",
        _ => Convert.ToString(value, CultureInfo.InvariantCulture),
    };
}
