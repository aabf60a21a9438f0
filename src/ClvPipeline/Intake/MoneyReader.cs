using System.Globalization;

namespace ClvPipeline;

/// <summary>Reads amounts as whole micro-units (10⁻⁶ of the currency), half to even.</summary>
internal sealed class MoneyReader
{
    private readonly ColumnCursor _cursor;
    private readonly string _column;
    private readonly bool _required;
    private readonly decimal _maxAmount;
    private readonly long _maxMicros;
    private readonly byte[] _valid = new byte[RowBlock.Capacity];
    private readonly double[] _reals = [];
    private readonly Int128[] _wide = [];

    /// <param name="cursor">The column.</param>
    /// <param name="column">Its name, for rejects.</param>
    /// <param name="required">Whether null makes a bad row.</param>
    /// <param name="maxAmount">Amounts of this size and above are bad.</param>
    public MoneyReader(ColumnCursor cursor, string column, bool required, decimal maxAmount)
    {
        (_cursor, _column, _required, _maxAmount) = (cursor, column, required, maxAmount);
        _maxMicros = (long)(maxAmount * Micros.PerUnit);
        if (cursor.Type.Kind == ColumnKind.Real) _reals = new double[RowBlock.Capacity];
        else if (cursor.Wide) _wide = new Int128[RowBlock.Capacity];
    }

    /// <summary>Reads as many rows as <paramref name="amounts"/> has; <paramref name="known"/> says which have one.</summary>
    public void Read(Span<long> amounts, Span<bool> known, RowBlock block)
    {
        var n = amounts.Length;
        var valid = _valid.AsSpan(0, n);
        if (_reals.Length > 0) Reals(amounts, valid, block);
        else if (_wide.Length > 0) Wides(amounts, valid, block);
        else Longs(amounts, valid, block);
        for (var i = 0; i < n; i++)
        {
            known[i] = valid[i] == 1;
            if (valid[i] > 1) block.Reject(i, _column, Unusable(_cursor.Unreadable(i)), _cursor.Unreadable(i));
            else if (!known[i] && _required) block.Reject(i, _column, "is null", (string?)null);
        }
    }

    private void Reals(Span<long> amounts, Span<byte> valid, RowBlock block)
    {
        var reals = _reals.AsSpan(0, amounts.Length);
        _cursor.Read(reals, valid);
        for (var i = 0; i < reals.Length; i++)
        {
            var micros = Math.Round(reals[i] * Micros.PerUnit);
            amounts[i] = 0;
            if (Math.Abs(micros) < _maxMicros) amounts[i] = (long)micros;
            else if (valid[i] != 0) block.Reject(i, _column, Unusable(reals[i]), reals[i].ToString(CultureInfo.InvariantCulture));
        }
    }

    private void Longs(Span<long> amounts, Span<byte> valid, RowBlock block)
    {
        _cursor.Read(amounts, valid);
        var scale = _cursor.Type.Kind == ColumnKind.Decimal ? _cursor.Type.Scale : 0;
        if (scale == 6)
        {
            for (var i = 0; i < amounts.Length; i++)
                if (amounts[i] >= _maxMicros || amounts[i] <= -_maxMicros) TooLarge(amounts, i, amounts[i], scale, block);
            return;
        }

        var factor = scale < 6 ? (long)Micros.PowerOfTen(6 - scale) : 0;
        var limit = factor == 0 ? 0 : _maxMicros / factor + 1;
        for (var i = 0; i < amounts.Length; i++)
        {
            var value = amounts[i];
            if (factor != 0 && value < limit && value > -limit)
            {
                amounts[i] = value * factor;
                if (amounts[i] >= _maxMicros || amounts[i] <= -_maxMicros) TooLarge(amounts, i, value, scale, block);
            }
            else
            {
                Wide(amounts, i, value, scale, block);
            }
        }
    }

    private void Wides(Span<long> amounts, Span<byte> valid, RowBlock block)
    {
        var wide = _wide.AsSpan(0, amounts.Length);
        _cursor.Read(wide, valid);
        for (var i = 0; i < wide.Length; i++) Wide(amounts, i, wide[i], _cursor.Type.Scale, block);
    }

    private void Wide(Span<long> amounts, int i, Int128 value, int scale, RowBlock block)
    {
        // Whole units first: only what is small enough is scaled, so nothing overflows.
        var whole = Int128.Abs(value / Micros.PowerOfTen(Math.Max(scale, 0)));
        if (whole > (Int128)_maxAmount) { TooLarge(amounts, i, value, scale, block); return; }
        var micros = scale <= 6 ? value * Micros.PowerOfTen(6 - scale) : Micros.Divide(value, Micros.PowerOfTen(scale - 6));
        if (Int128.Abs(micros) >= _maxMicros) { TooLarge(amounts, i, value, scale, block); return; }
        amounts[i] = (long)micros;
    }

    private void TooLarge(Span<long> amounts, int i, Int128 value, int scale, RowBlock block)
    {
        amounts[i] = 0;
        block.Reject(i, _column, TooLargeReason, Shown(value, scale));
    }

    // The same amount reads the same whatever scale its column has.
    private static string Shown(Int128 value, int scale)
    {
        var digits = value.ToString(CultureInfo.InvariantCulture);
        if (scale <= 0) return digits;
        var whole = digits.TrimStart('-').PadLeft(scale + 1, '0');
        return (value < 0 ? "-" : "") + $"{whole[..^scale]}.{whole[^scale..]}".TrimEnd('0').TrimEnd('.');
    }

    private string Unusable(string text) => text == "NaN" ? "is not a number" : text.EndsWith("Infinity", StringComparison.Ordinal) ? "is infinite" : TooLargeReason;

    private string Unusable(double value) => double.IsNaN(value) ? "is not a number" : double.IsInfinity(value) ? "is infinite" : TooLargeReason;

    private string TooLargeReason => $"is {_maxAmount.ToString(CultureInfo.InvariantCulture)} or more";
}
