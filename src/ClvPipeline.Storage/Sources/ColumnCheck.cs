namespace ClvPipeline.Storage;

/// <summary>Compares the columns of a dataset's files with those that we read.</summary>
internal static class ColumnCheck
{
    private const int Listed = 40;

    /// <summary>Adds a problem for every key of <c>columns</c> that is none of our names, or that names nothing.</summary>
    public static void Mapping(DatasetSource source, ProblemList problems)
    {
        var known = KnownColumns.Of(source.Name).Select(column => column.Name).ToList();
        foreach (var (ours, theirs) in source.Columns)
        {
            if (!known.Contains(ours)) problems.Add($"columns: '{ours}' is none of our columns; expected {string.Join(", ", known)}{DidYouMean(Nearest.Of(ours, known))}");
            else if (string.IsNullOrWhiteSpace(theirs)) problems.Add($"columns: '{ours}' names no column; leave it out, or name theirs");
        }
    }

    /// <summary>Adds a problem for every column that a file must have and lacks. Files that lack the same column of the same list are told in one sentence.</summary>
    public static void Presence(DatasetSource source, IReadOnlyList<SourceFile> files, ProblemList problems)
    {
        foreach (var column in KnownColumns.Of(source.Name))
        {
            var mapped = source.Columns.TryGetValue(column.Name, out var theirs);
            if (mapped && string.IsNullOrWhiteSpace(theirs)) continue;
            var lacking = files.Where(file => file.Column(column.Name) is null).ToList();
            // A column that is not required may be new in later files. One that the settings name and no file has is a slip of the pen.
            if (lacking.Count == 0 || (!column.Required && (!mapped || lacking.Count < files.Count))) continue;
            foreach (var alike in lacking.GroupBy(file => string.Join(", ", file.ColumnNames.Take(Listed)) + (file.ColumnNames.Count > Listed ? ", …" : "")))
                problems.Add(Sentence(source, column.Name, mapped ? theirs! : column.Name, alike.Key, [.. alike]));
        }
    }

    /// <summary>Adds a problem for every column that a table or query must have and lacks.</summary>
    public static void Presence(DatasetSource source, string place, IReadOnlyList<string> there, ICollection<string> found, ProblemList problems)
    {
        foreach (var column in KnownColumns.Of(source.Name).Where(column => !found.Contains(column.Name)))
        {
            var mapped = source.Columns.TryGetValue(column.Name, out var theirs);
            // Two columns of that name are told by themselves.
            if (there.Contains(theirs ?? column.Name) || (mapped ? string.IsNullOrWhiteSpace(theirs) : !column.Required)) continue;
            problems.Add(Sentence(source, column.Name, theirs ?? column.Name, string.Join(", ", there.Take(Listed)) + (there.Count > Listed ? ", …" : ""), place, there));
        }
    }

    private static string Sentence(DatasetSource source, string ours, string theirs, string columns, List<SourceFile> files) =>
        Sentence(source, ours, theirs, columns, files.Count == 1 ? files[0].Name : $"{files[0].Name} and {files.Count - 1} more {(files.Count == 2 ? "file" : "files")}", files[0].ColumnNames);

    private static string Sentence(DatasetSource source, string ours, string theirs, string columns, string where, IEnumerable<string> names)
    {
        var taken = KnownColumns.Of(source.Name).Select(column => source.Columns.GetValueOrDefault(column.Name, column.Name)).ToHashSet();
        var near = Nearest.Of(theirs, names.Where(name => !taken.Contains(name)));
        var cure = theirs == ours
            ? near is null ? $"; if it has another name, say so: \"columns\": {{ \"{ours}\": \"…\" }}" : $"; did you mean \"columns\": {{ \"{ours}\": \"{near}\" }}?"
            : DidYouMean(near);
        return $"no column '{theirs}'{(theirs == ours ? "" : $" (our {ours})")} in {where}; the columns there are {(columns.Length == 0 ? "none" : columns)}{cure}";
    }

    private static string DidYouMean(string? near) => near is null ? "" : $"; did you mean '{near}'?";
}
