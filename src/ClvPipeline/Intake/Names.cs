using System.Text;

namespace ClvPipeline;

/// <summary>The names of one kind (channels, campaigns, segments …), each with a small number. Safe for several threads; ranks are for afterwards.</summary>
internal sealed class Names
{
    public const string Unattributed = "(unattributed)", None = "(none)", Other = "(other)", All = "(all)", Unknown = "(unknown)", Ellipsis = "…";

    private static readonly string[] Reserved = [Unattributed, None, Other, All, Unknown, Ellipsis];

    private readonly Lock _lock = new();
    private readonly Dictionary<string, int> _codes = new(StringComparer.Ordinal);
    private readonly List<string> _names = [];
    private int[]? _ranks;

    public int Count => _names.Count;

    public string this[int code] => _names[code];

    /// <summary>The number of a name of ours, taken as it is.</summary>
    public int Own(string name)
    {
        lock (_lock)
        {
            if (_codes.TryGetValue(name, out var code)) return code;
            _codes.Add(name, code = _names.Count);
            _names.Add(name);
            _ranks = null;
            return code;
        }
    }

    /// <summary>The number of a name in the data: trimmed, blank is <c>(none)</c>, and a reserved name gets a leading underscore.</summary>
    public int FromData(ReadOnlySpan<byte> utf8)
    {
        var name = Encoding.UTF8.GetString(utf8).Trim();
        return Own(name.Length == 0 ? None : Reserved.Contains(name) ? "_" + name : name);
    }

    /// <summary>The names by number.</summary>
    public string[] ToArray() => [.. _names];

    /// <summary>By number: the place of the name in the order of UTF-8 bytes.</summary>
    public int[] Ranks()
    {
        lock (_lock)
        {
            if (_ranks is not null) return _ranks;
            var bytes = _names.Select(Encoding.UTF8.GetBytes).ToArray();
            var order = Enumerable.Range(0, bytes.Length).ToArray();
            Array.Sort(order, (a, b) => bytes[a].AsSpan().SequenceCompareTo(bytes[b]));
            var ranks = new int[order.Length];
            for (var i = 0; i < order.Length; i++) ranks[order[i]] = i;
            return _ranks = ranks;
        }
    }
}
