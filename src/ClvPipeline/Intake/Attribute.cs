using System.Text;

namespace ClvPipeline;

/// <summary>
/// A further column of <c>customers</c> that customers can be grouped by: its values are names, few enough for a byte. A column that has more, or one that is no name,
/// is left out as a whole; it never makes a row bad.
/// </summary>
internal sealed class Attribute(string column, string dimension)
{
    /// <summary>More different values tell customers apart rather than group them.</summary>
    public const int MostValues = 200;

    private volatile bool _leftOut;

    /// <summary>The column's name in the source.</summary>
    public string Column { get; } = column;

    /// <summary>Its name in results.</summary>
    public string Dimension { get; } = dimension;

    /// <summary>Number 0 is <c>(none)</c>, 1 <c>(unknown)</c>.</summary>
    public Names Values { get; } = NamesOfOurs();

    /// <summary>Whether the column turned out not to group customers. Which columns do is the same in whatever order rows are read.</summary>
    public bool IsLeftOut => _leftOut;

    /// <summary>Why it is no dimension.</summary>
    public string Remark => $"customers: column '{Column}' is no dimension of segment_value: it has more than {MostValues} different values, or one that is no name";

    /// <summary>The number of a value in the data.</summary>
    public byte FromData(ReadOnlySpan<byte> utf8)
    {
        if (RowBlock.Problem(utf8) is not null) _leftOut = true;
        if (_leftOut) return 0;
        var code = Values.FromData(utf8);
        // Ours are two of the names.
        if (Values.Count > MostValues + 2) _leftOut = true;
        return (byte)code;
    }

    /// <summary>By number: the place of the value among all, <c>(none)</c> first.</summary>
    public int[] Ranks()
    {
        int[] ranks = [.. Values.Ranks()];
        ranks[0] = -1;
        return ranks;
    }

    /// <summary>Those of the further columns whose type can be a name in every part.</summary>
    public static IReadOnlyList<Attribute> Of(IDataset? customers, IReadOnlyCollection<string> taken)
    {
        if (customers is null) return [];
        var (attributes, names) = (new List<Attribute>(), taken.ToHashSet());
        foreach (var column in customers.FurtherColumns.Distinct().OrderBy(column => column, Utf8Order.Instance))
        {
            var isName = !string.IsNullOrWhiteSpace(column) && RowBlock.Problem(Encoding.UTF8.GetBytes(column)) is null;
            if (!isName || !customers.Parts.All(part => part.TypeOf(column)?.Kind is null or ColumnKind.Text or ColumnKind.Integer or ColumnKind.Boolean or ColumnKind.Date)) continue;
            var dimension = column;
            while (!names.Add(dimension)) dimension = "_" + dimension;
            attributes.Add(new Attribute(column, dimension));
        }

        return attributes;
    }

    private static Names NamesOfOurs()
    {
        var names = new Names();
        names.Own(Names.None);
        names.Own(Names.Unknown);
        return names;
    }
}
