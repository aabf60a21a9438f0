namespace ClvPipeline.Parquet.Writing;

/// <summary>Values without the nulls among them.</summary>
internal static class Dense<T> where T : struct
{
    public static ReadOnlySpan<T> Of(WriteColumn column, ReadOnlySpan<T> values, ReadOnlySpan<byte> valid)
    {
        if (valid.IsEmpty) return values;
        var present = valid.Length - valid.Count((byte)0);
        if (present == values.Length) return values;
        if (!column.Optional) throw new ArgumentException($"column '{column.Name}' has nulls, but is not optional");
        var dense = new T[present];
        var at = 0;
        for (var i = 0; i < values.Length; i++)
        {
            if (valid[i] != 0) dense[at++] = values[i];
        }
        return dense;
    }
}
