using System.Buffers.Binary;
using System.Globalization;
using System.Text;

namespace ClvPipeline;

/// <summary>Makes <c>customer_value</c> of the buyers of all threads, sorted by id.</summary>
internal sealed class CustomerTable<TKey>(RunRequest request, IntakeContext context, Predictions? predictions, Buyer<TKey>[] buyers, int threads) where TKey : unmanaged, IKey<TKey>
{
    private delegate T Get<T>(in Buyer<TKey> buyer); // the record is large: never copied

    public ResultTable Build()
    {
        var order = context.Settings.CustomerValue.Limit == 0 ? [] : Cut(Sorted());
        var n = order.Length;
        long[] Column(Get<long> value)
        {
            var column = new long[n];
            for (var i = 0; i < n; i++) column[i] = value(in buyers[order[i]]);
            return column;
        }

        int[] Codes(Get<int> value)
        {
            var codes = new int[n];
            for (var i = 0; i < n; i++) codes[i] = value(in buyers[order[i]]);
            return codes;
        }

        var predicted = new Prediction[n];
        var (low, high) = (new long[n], new long[n]);
        for (var i = 0; predictions is not null && i < n; i++)
        {
            ref readonly var buyer = ref buyers[order[i]];
            predicted[i] = predictions.Of(buyer.Occasions, context.Segments[buyer.Segment], buyer.Revenue, buyer.HistoricProfit);
            (low[i], high[i]) = predictions.Interval(buyer.Occasions, predicted[i], buyer.HistoricProfit, threads);
        }

        double[] Expected(Func<Prediction, double> value) => Array.ConvertAll(predicted, p => value(p));
        var known = predictions is null ? new byte[n] : null;
        var table = new TableBuilder(Tables.CustomerValue, n).Constant(request.RunId);
        AddIds(table, order);
        return table
            .Text(Codes((in b) => b.Segment), [.. Enumerable.Range(0, context.Segments.Count).Select(i => context.Segments[i])])
            .Longs(Column((in b) => Cohorts.FirstDay(b.Cohort)))
            .Longs(Column((in b) => b.FirstOrderAt)).Longs(Column((in b) => b.LastOrderAt))
            .Longs(Column((in b) => b.Orders)).Longs(Column((in b) => b.Revenue)).Longs(Column((in b) => checked(b.Revenue - b.HistoricProfit))).Longs(Column((in b) => b.HistoricProfit))
            .Reals(Expected(p => p.ProbabilityAlive), known).Reals(Expected(p => p.ExpectedPurchases), known).Reals(Expected(p => p.DiscountedPurchases), known)
            .Reals(Expected(p => p.ExpectedSpend), known).Reals(Expected(p => p.MarginRate), known)
            .Longs(Column((in b) => b.ExpectedRevenue)).Longs(Column((in b) => b.ExpectedProfit)).Longs(Column((in b) => b.Clv))
            .Longs(low, known).Longs(high, known)
            .Text([.. predicted.Select(p => predictions is null ? -1 : (int)p.Status)], Prediction.StatusWords)
            .Longs([.. predicted.Select(p => (long)(p.ExpectedNextPurchase ?? 0))], [.. predicted.Select(p => (byte)(p.ExpectedNextPurchase is null ? 0 : 1))])
            .Longs([.. predicted.Select(p => (long)p.DaysOverdue)], known)
            .Longs([.. predicted.Select(p => p.ValueAtRisk)], known).Longs([.. predicted.Select(p => p.MaxRetentionSpend)], known)
            .Text(Codes((in b) => b.FirstChannel), Channels()).Text(Codes((in b) => b.LastChannel), Channels())
            .Build();
    }

    private string[] Channels() => [.. Enumerable.Range(0, context.Pairs.Channels.Count).Select(i => context.Pairs.Channels[i])];

    // The first so many by CLV, and among equals by id; shown in the order of ids all the same.
    private int[] Cut(int[] sorted)
    {
        var limit = context.Settings.CustomerValue.Limit;
        if (sorted.Length <= limit) return sorted;
        return [.. Enumerable.Range(0, sorted.Length).OrderByDescending(i => buyers[sorted[i]].Clv).ThenBy(i => i).Take(limit).Order().Select(i => sorted[i])];
    }

    private int[] Sorted()
    {
        // Sort by the first eight bytes of the id (an integer is its own), then mend the runs of equals.
        var order = Enumerable.Range(0, buyers.Length).ToArray();
        var prefixes = new ulong[buyers.Length];
        for (var i = 0; i < prefixes.Length; i++) prefixes[i] = Prefix(buyers[i]);
        Array.Sort(prefixes, order);
        if (context.Kind == KeyKind.Integer) return order;
        for (int from = 0, to; from < order.Length; from = to)
        {
            for (to = from + 1; to < order.Length && prefixes[to] == prefixes[from]; to++) { }
            if (to - from > 1) order.AsSpan(from, to - from).Sort((a, b) => Compare(buyers[a], buyers[b]));
        }

        return order;
    }

    private ulong Prefix(in Buyer<TKey> buyer)
    {
        if (buyer.Key is IntegerKey integer) return (ulong)integer.Value ^ (1UL << 63);
        if (context.Kind == KeyKind.Uuid) return ((WideKey)(object)buyer.Key).High;
        var text = context.Texts[buyer.Text];
        Span<byte> padded = stackalloc byte[8];
        padded.Clear();
        text[..Math.Min(8, text.Length)].CopyTo(padded);
        return BinaryPrimitives.ReadUInt64BigEndian(padded);
    }

    private int Compare(in Buyer<TKey> a, in Buyer<TKey> b) => context.Kind == KeyKind.Uuid
        ? ((WideKey)(object)a.Key).Low.CompareTo(((WideKey)(object)b.Key).Low)
        : context.Texts[a.Text].SequenceCompareTo(context.Texts[b.Text]);

    private void AddIds(TableBuilder table, int[] order)
    {
        var codes = new int[order.Length];
        var offsets = new int[order.Length + 1];
        var data = new byte[Math.Max(1024, order.Length * 12)];
        Span<byte> uuid = stackalloc byte[16];
        for (var i = 0; i < order.Length; i++)
        {
            ref readonly var buyer = ref buyers[order[i]];
            if (offsets[i] + 1024 > data.Length) Array.Resize(ref data, (int)Math.Min(2L * data.Length, Array.MaxLength));
            var at = data.AsSpan(offsets[i]);
            int length;
            if (buyer.Key is IntegerKey integer)
            {
                integer.Value.TryFormat(at, out length, provider: CultureInfo.InvariantCulture);
            }
            else if (context.Kind == KeyKind.Uuid)
            {
                var key = (WideKey)(object)buyer.Key;
                BinaryPrimitives.WriteUInt64BigEndian(uuid, key.High);
                BinaryPrimitives.WriteUInt64BigEndian(uuid[8..], key.Low);
                length = Encoding.UTF8.GetBytes(new Guid(uuid, bigEndian: true).ToString("D"), at);
            }
            else
            {
                var text = context.Texts[buyer.Text];
                text.CopyTo(at);
                length = text.Length;
            }

            (codes[i], offsets[i + 1]) = (i, offsets[i] + length);
        }

        table.Text(codes, data[..offsets[^1]], offsets);
    }
}
