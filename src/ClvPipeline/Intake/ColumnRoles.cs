namespace ClvPipeline;

/// <summary>Which types each of our columns may have, and the check that what a source brings can mean what it should.</summary>
internal static class ColumnRoles
{
    private static readonly Dictionary<string, (string Expected, Func<ColumnType, bool> Fits)> Roles = new()
    {
        ["customer_id"] = ("an integer, text or UUID", IsId),
        ["order_id"] = ("an integer, text or UUID", IsId),
        ["touch_id"] = ("an integer, text or UUID", IsId),
        ["occurred_at"] = ("a timestamp, a date or ISO 8601 text", IsTime),
        ["ordered_at"] = ("a timestamp, a date or ISO 8601 text", IsTime),
        ["date"] = ("a date, a timestamp or ISO 8601 text", IsTime),
        ["channel"] = ("text", IsName),
        ["campaign"] = ("text", IsName),
        ["segment"] = ("text", IsName),
        ["sales_channel"] = ("text", IsName),
        ["currency"] = ("text", t => t.Kind == ColumnKind.Text),
        ["revenue"] = ("a decimal, double, float or integer", IsMoney),
        ["cogs"] = ("a decimal, double, float or integer", IsMoney),
        ["amount"] = ("a decimal, double, float or integer", IsMoney),
        ["consent"] = ("a boolean", t => t.Kind == ColumnKind.Boolean),
    };

    /// <summary>The columns of each dataset, in the order of the contract: the order in which reasons for rejecting a row are looked for.</summary>
    public static readonly IReadOnlyDictionary<string, string[]> Columns = new Dictionary<string, string[]>
    {
        ["touchpoints"] = ["customer_id", "occurred_at", "channel", "touch_id", "campaign", "consent"],
        ["orders"] = ["order_id", "customer_id", "ordered_at", "revenue", "cogs", "sales_channel", "currency"],
        ["customers"] = ["customer_id", "segment"],
        ["spend"] = ["channel", "date", "amount", "campaign", "currency"],
    };

    /// <summary>Checks every part of every dataset and returns what a customer id is.</summary>
    /// <exception cref="BadInputException">A column has a type that cannot mean what it should, or ids differ in kind; all of it in one message.</exception>
    public static KeyKind Check(Inputs inputs)
    {
        var problems = new List<string>();
        var seen = new Dictionary<string, (KeyKind Kind, string Where)>();
        foreach (var dataset in inputs.All)
        {
            foreach (var part in dataset.Parts)
            {
                foreach (var column in Columns[dataset.Name])
                {
                    if (part.TypeOf(column) is not { } type) continue;
                    var (expected, fits) = Roles[column];
                    var where = $"{dataset.Name}.{column} in {part.Source}";
                    if (!fits(type)) problems.Add($"{where} is {type.Name}; expected {expected}");
                    else if (column is "customer_id" or "order_id" or "touch_id") Alike(column == "customer_id" ? column : $"{dataset.Name}.{column}", KindOf(type), where);
                }
            }
        }

        if (problems.Count > 0) throw new BadInputException(string.Join(Environment.NewLine, problems.Distinct().Take(20)));
        return seen.TryGetValue("customer_id", out var customers) ? customers.Kind : KeyKind.Integer;

        void Alike(string id, KeyKind kind, string where)
        {
            if (!seen.TryAdd(id, (kind, where)) && seen[id].Kind != kind)
                problems.Add($"{where} holds {Word(kind)}, but {seen[id].Where} holds {Word(seen[id].Kind)}; ids must be of one kind");
        }
    }

    private static string Word(KeyKind kind) => kind switch { KeyKind.Integer => "integers", KeyKind.Text => "text", _ => "UUIDs" };

    private static KeyKind KindOf(ColumnType type) => type.Kind switch { ColumnKind.Text => KeyKind.Text, ColumnKind.Uuid => KeyKind.Uuid, _ => KeyKind.Integer };

    private static bool IsId(ColumnType type) => type.Kind is ColumnKind.Integer or ColumnKind.Text or ColumnKind.Uuid or ColumnKind.Decimal && type.Scale == 0;

    private static bool IsTime(ColumnType type) => type.Kind is ColumnKind.Timestamp or ColumnKind.Date or ColumnKind.Text;

    private static bool IsName(ColumnType type) => type.Kind is ColumnKind.Text or ColumnKind.Integer;

    private static bool IsMoney(ColumnType type) => type.Kind is ColumnKind.Decimal or ColumnKind.Real or ColumnKind.Integer;
}
