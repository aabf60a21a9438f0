using System.Text.Json;
using Npgsql;

namespace ClvPipeline.Storage;

/// <summary>
/// Connection strings by name, from the environment (<c>CLV__CONNECTIONS__WAREHOUSE</c>) and from the JSON file that <c>CLV__SECRETS</c> names
/// (<c>{ "connections": { "Warehouse": "…" } }</c>); the environment wins. They hold passwords: nothing here ever prints one, nor any part of one.
/// </summary>
public sealed class ConnectionStrings
{
    /// <summary>What the names of the variables begin with.</summary>
    public const string Prefix = "CLV__CONNECTIONS__";

    /// <summary>The variable that names the secrets file.</summary>
    public const string SecretsVariable = "CLV__SECRETS";

    private const string Expected = "expected one such as Host=db.example.com;Database=shop;Username=clv;Password=…";

    private readonly Dictionary<string, (string Name, string Value, string Origin)> _strings = new(StringComparer.OrdinalIgnoreCase);

    private ConnectionStrings()
    {
    }

    /// <summary>None.</summary>
    public static ConnectionStrings None { get; } = new();

    /// <summary>The names that there are.</summary>
    public IEnumerable<string> Names => _strings.Values.Select(found => found.Name).Order(StringComparer.Ordinal);

    /// <summary>The secrets file, or null where none is named.</summary>
    public string? SecretsFile { get; private init; }

    /// <summary>Collects them; what is wrong with the secrets file goes to <paramref name="problems"/>.</summary>
    /// <param name="environment">The environment variables.</param>
    /// <param name="workingDirectory">What the secrets file is relative to.</param>
    /// <param name="problems">Where problems go, a sentence each.</param>
    public static ConnectionStrings Load(IReadOnlyDictionary<string, string> environment, string workingDirectory, ICollection<string> problems)
    {
        var file = environment.FirstOrDefault(pair => pair.Key.Equals(SecretsVariable, StringComparison.OrdinalIgnoreCase)).Value;
        var found = new ConnectionStrings { SecretsFile = string.IsNullOrWhiteSpace(file) ? null : Path.GetFullPath(file, workingDirectory) };
        if (found.SecretsFile is { } path) found.Add(path, problems);
        foreach (var (name, value) in environment)
            if (name.StartsWith(Prefix, StringComparison.OrdinalIgnoreCase) && name.Length > Prefix.Length && value.Length > 0) found._strings[name[Prefix.Length..]] = (name[Prefix.Length..], value, name);
        return found;
    }

    /// <summary>The connection string of that name in any case; null where there is none.</summary>
    public string? Find(string name) => _strings.TryGetValue(name, out var found) ? found.Value : null;

    /// <summary>Why a name cannot be used, as a sentence; null where it can.</summary>
    public string? Problem(string name)
    {
        if (!_strings.TryGetValue(name, out var found))
        {
            var others = _strings.Count == 0 ? "there is none at all" : $"there are {string.Join(", ", Names)}";
            return $"there is no connection '{name}' ({others}); set the environment variable {Prefix}{name.ToUpperInvariant()}, or name a secrets file in {SecretsVariable}";
        }

        try
        {
            return string.IsNullOrWhiteSpace(new NpgsqlConnectionStringBuilder(found.Value).Host) ? $"{found.Origin} names no Host; {Expected}" : null;
        }
        catch (Exception e) when (e is ArgumentException or FormatException or InvalidOperationException or OverflowException or InvalidCastException)
        {
            return $"{found.Origin} is not a connection string of Postgres; {Expected}"; // what the driver says quotes parts of it
        }
    }

    private void Add(string path, ICollection<string> problems)
    {
        try
        {
            using var json = JsonDocument.Parse(File.ReadAllBytes(path), new JsonDocumentOptions { CommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true });
            if (json.RootElement.ValueKind != JsonValueKind.Object || !json.RootElement.TryGetProperty("connections", out var connections) || connections.ValueKind != JsonValueKind.Object)
            {
                problems.Add($"{SecretsVariable}: {path} has no group \"connections\"; expected {{ \"connections\": {{ \"Warehouse\": \"Host=…\" }} }}");
                return;
            }

            foreach (var connection in connections.EnumerateObject())
            {
                if (connection.Value.ValueKind == JsonValueKind.String) _strings[connection.Name] = (connection.Name, connection.Value.GetString()!, $"connections.{connection.Name} in {path}");
                else problems.Add($"{SecretsVariable}: connections.{connection.Name} in {path} is not text; expected a connection string");
            }
        }
        catch (JsonException e)
        {
            problems.Add($"{SecretsVariable}: {path} is not JSON (line {e.LineNumber + 1}); expected {{ \"connections\": {{ \"Warehouse\": \"Host=…\" }} }}");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            problems.Add($"{SecretsVariable}: {path} cannot be read: {e.Message}");
        }
    }
}
