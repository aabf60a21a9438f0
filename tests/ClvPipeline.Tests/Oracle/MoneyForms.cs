namespace ClvPipeline.Tests.Oracle;

/// <summary>The column types that can hold amounts.</summary>
public static class MoneyForms
{
    /// <summary>Decimals where every amount is a whole number of micro-units, and reals.</summary>
    public static IReadOnlyList<PhysicalColumn> Of(IReadOnlyList<double?> amounts)
    {
        if (!amounts.All(amount => amount is null || double.IsFinite(amount.Value))) return [Real(amounts)];
        var micros = amounts.Select(amount => amount is null ? (long?)null : RowCheck.MicroUnits(amount.Value)).ToList();
        var isExact = amounts.Zip(micros).All(pair => pair.First is null || pair.First == pair.Second / 1e6);
        var forms = new List<PhysicalColumn>();
        if (isExact) forms.Add(Narrow(6, micros));
        forms.Add(Real(amounts));
        if (amounts.All(amount => amount is null || amount == (float)amount))
            forms.Add(new RealColumn(new ColumnType(ColumnKind.Real, "float"), amounts));
        if (isExact)
        {
            forms.AddRange([Narrow(6, micros), Wide(6, micros, 1), Wide(10, micros, 10_000)]);
            if (micros.All(amount => amount is null || Math.Abs(amount.Value) < 1_000_000_000_000_000)) forms.Add(Narrow(8, [.. micros.Select(amount => amount * 100)]));
            if (micros.All(amount => amount is null || amount % 10_000 == 0)) forms.Add(Narrow(2, [.. micros.Select(amount => amount / 10_000)]));
            if (micros.All(amount => amount is null || amount % 1_000_000 == 0))
                forms.Add(new LongColumn(new ColumnType(ColumnKind.Integer, "int64"), [.. micros.Select(amount => amount / 1_000_000)]));
        }
        return forms;
    }

    private static RealColumn Real(IReadOnlyList<double?> amounts) => new(new ColumnType(ColumnKind.Real, "double"), amounts);

    private static LongColumn Narrow(int scale, IReadOnlyList<long?> values) => new(new ColumnType(ColumnKind.Decimal, $"decimal(18,{scale})", Scale: scale), values);

    private static WideColumn Wide(int scale, IEnumerable<long?> micros, long factor) =>
        new(new ColumnType(ColumnKind.Decimal, $"decimal(38,{scale})", Scale: scale), [.. micros.Select(amount => (Int128?)amount * factor)]);
}
