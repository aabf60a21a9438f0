using System.Text.Json;
using ClvPipeline.Storage;

namespace ClvPipeline.Benchmarks;

/// <summary>A cell of credit.</summary>
internal readonly record struct CreditKey(string Mode, string Model, string Channel);

/// <summary>The credited CLV by mode, model and channel; <c>Terms</c> is about how many credits a cell adds up.</summary>
internal sealed class Credits : Dictionary<CreditKey, (double Clv, double Terms)>
{
    /// <summary>Reads the engine's <c>channel_summary</c>.</summary>
    public static Credits OfRun(string folder)
    {
        var table = new TableReader(ResultReader.Read(folder, Tables.ChannelSummary));
        var (mode, model, channel) = (table.Text("mode"), table.Text("model"), table.Text("channel"));
        var (clv, touchpoints, orders) = (table.Longs("clv"), table.Longs("touchpoints"), table.Longs("orders"));
        var credits = new Credits();
        for (var row = 0; row < table.Rows; row++)
        {
            var key = new CreditKey(mode.Values[mode.Codes[row]], model.Values[model.Codes[row]], channel.Values[channel.Codes[row]]);
            credits.Add(key, (clv[row] / (double)Micros.PerUnit, touchpoints[row] + orders[row] / (double)Micros.PerUnit));
        }
        return credits;
    }

    /// <summary>Reads the peer's lines.</summary>
    public static Credits OfPeer(string lines)
    {
        var credits = new Credits();
        foreach (var line in lines.Split('\n', StringSplitOptions.RemoveEmptyEntries))
        {
            var row = JsonDocument.Parse(line).RootElement;
            string Text(string name) => row.GetProperty(name).GetString()!;
            credits.Add(new CreditKey(Text("mode"), Text("model"), Text("channel")), (row.GetProperty("clv").GetDouble(), 0));
        }
        return credits;
    }

    /// <summary>Compares each cell with the peer's: within 1e-9 of it, and the 2 + 3·√n micro-units that rounding n credits may come to.</summary>
    /// <returns>The largest difference of two cells, as a part of the value.</returns>
    /// <exception cref="InvalidOperationException">A cell differs by more, or only one side has it.</exception>
    public double Check(Credits peer, string name)
    {
        if (peer.Keys.Except(Keys).Concat(Keys.Except(peer.Keys)).ToArray() is { Length: > 0 } odd)
        {
            throw new InvalidOperationException($"only one of the engine and {name} has {string.Join(", ", odd)}");
        }
        var largest = 0.0;
        foreach (var (key, (clv, terms)) in this)
        {
            var other = peer[key].Clv;
            var (difference, bound) = (Math.Abs(clv - other), 1e-9 * Math.Abs(other) + (2 + 3 * Math.Sqrt(terms)) / Micros.PerUnit);
            if (!(difference <= bound)) throw new InvalidOperationException($"{key}: the engine has {clv:R}, {name} {other:R}; they may differ by {bound:R}");
            largest = Math.Max(largest, difference / Math.Max(1, Math.Abs(other)));
        }
        return largest;
    }
}
