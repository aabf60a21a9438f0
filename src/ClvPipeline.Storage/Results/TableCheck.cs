namespace ClvPipeline.Storage;

/// <summary>Refuses result tables that their files could not hold.</summary>
internal static class TableCheck
{
    private const long MoneyLimit = 1_000_000_000_000_000_000;
    private static readonly Int128 WideLimit = (Int128)10_000_000_000_000_000_000UL * 10_000_000_000_000_000_000UL;

    /// <summary>Checks the shape and the values of a table.</summary>
    /// <exception cref="BadInputException">An amount has too many digits.</exception>
    /// <exception cref="ArgumentException">The table is not what its description says: a fault of the program.</exception>
    public static void Demand(ResultTable table)
    {
        if (table.Columns.Count != table.Spec.Columns.Count) throw new ArgumentException($"{table.Spec.Name} has {table.Columns.Count} columns; expected {table.Spec.Columns.Count}", nameof(table));
        foreach (var (spec, column) in table.Spec.Columns.Zip(table.Columns))
        {
            var name = $"{table.Spec.Name}.{spec.Name}";
            var (rows, nulls) = Shape(spec, column) ?? throw new ArgumentException($"{name} is {column.GetType().Name}; expected {spec.Kind}", nameof(table));
            if (rows != table.Rows) throw new ArgumentException($"{name} has {rows} values; expected {table.Rows}", nameof(table));
            if (nulls && !spec.Nullable) throw new ArgumentException($"{name} has a null; expected none", nameof(table));
            Values(name, spec.Kind, column);
        }
    }

    private static (int Rows, bool Nulls)? Shape(ColumnSpec spec, ResultColumn column) => (spec.Kind, column) switch
    {
        (ResultKind.Text, ResultColumn.Text text) => (text.Codes.Length, text.Codes.AsSpan().ContainsAnyExceptInRange(0, int.MaxValue)),
        (ResultKind.WideMoney, ResultColumn.Wide wide) => (wide.Values.Length, HasNull(wide.Valid)),
        (ResultKind.Real, ResultColumn.Reals reals) => (reals.Values.Length, HasNull(reals.Valid)),
        (not (ResultKind.Text or ResultKind.WideMoney or ResultKind.Real), ResultColumn.Longs longs) => (longs.Values.Length, HasNull(longs.Valid)),
        _ => null,
    };

    private static bool HasNull(byte[]? valid) => valid is not null && valid.AsSpan().Contains((byte)0);

    private static void Values(string name, ResultKind kind, ResultColumn column)
    {
        switch (column)
        {
            case ResultColumn.Longs longs when kind == ResultKind.Money:
                var at = longs.Values.AsSpan().IndexOfAnyExceptInRange(1 - MoneyLimit, MoneyLimit - 1);
                if (at >= 0) throw TooLarge(name, longs.Values[at], 18);
                break;
            case ResultColumn.Wide wide:
                foreach (var value in wide.Values)
                    if (value <= -WideLimit || value >= WideLimit) throw TooLarge(name, value, 38);
                break;
            case ResultColumn.Reals reals:
                foreach (var value in reals.Values)
                    if (!double.IsFinite(value)) throw new ArgumentException($"{name} has {value}; expected a number", nameof(column));
                break;
        }
    }

    private static BadInputException TooLarge(string name, Int128 micros, int digits) => new($"{name}: {micros} micro-units does not fit DECIMAL({digits},6); look for an amount in the wrong unit");
}
