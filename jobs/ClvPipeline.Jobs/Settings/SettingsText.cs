using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace ClvPipeline.Jobs;

/// <summary>Reads JSON with comments and trailing commas into a tree, and says where it is not JSON or names a setting twice.</summary>
internal static class SettingsText
{
    private static readonly JsonDocumentOptions Lenient = new() { CommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true };

    /// <summary>The settings in a file's bytes; null where they are no group of settings at all.</summary>
    public static JsonObject? Parse(byte[] utf8, string file, List<string> problems)
    {
        ReadOnlyMemory<byte> text = utf8.AsSpan().StartsWith(Encoding.UTF8.Preamble) ? utf8.AsMemory(3) : utf8;
        try
        {
            using var document = JsonDocument.Parse(text, Lenient);
            if (document.RootElement.ValueKind == JsonValueKind.Object) return (JsonObject)Node(document.RootElement, "", problems)!;
            problems.Add($"{file}: expected settings in braces, {{ … }}; found {Describe(Node(document.RootElement, "", problems))}");
        }
        catch (JsonException e)
        {
            var line = (int)(e.LineNumber ?? 0);
            problems.Add($"{file}, line {line + 1}, column {Column(text.Span, line, (int)(e.BytePositionInLine ?? 0))}: {Reason(e)}");
        }
        catch (InvalidOperationException)
        {
            problems.Add($"{file}: holds text that is not valid UTF-8");
        }

        return null;
    }

    /// <summary>The value in a piece of JSON, or null in <paramref name="node"/> for JSON's null; false where it is no JSON.</summary>
    public static bool TryParse(string text, string path, List<string> problems, out JsonNode? node)
    {
        node = null;
        try
        {
            using var document = JsonDocument.Parse(text, Lenient);
            node = Node(document.RootElement, path, problems);
            return true;
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            return false;
        }
    }

    /// <summary>What a value is, in a word or two, for "expected … found …".</summary>
    public static string Describe(JsonNode? node) => node?.GetValueKind() switch
    {
        null or JsonValueKind.Null => "null",
        JsonValueKind.Object => "a group in braces",
        JsonValueKind.Array => "a list",
        JsonValueKind.String => $"the text '{Shorten(node.GetValue<string>())}'",
        JsonValueKind.Number => $"the number {node.ToJsonString()}",
        _ => node.ToJsonString(),
    };

    private static string Shorten(string text) => text.Length <= 60 ? text : text[..60] + "…";

    private static JsonNode? Node(JsonElement element, string path, List<string> problems)
    {
        switch (element.ValueKind)
        {
            case JsonValueKind.Object:
                var group = new JsonObject();
                foreach (var property in element.EnumerateObject())
                {
                    var below = path.Length == 0 ? property.Name : $"{path}.{property.Name}";
                    if (group.ContainsKey(property.Name)) problems.Add($"{below}: given twice; keep one");
                    group[property.Name] = Node(property.Value, below, problems);
                }

                return group;
            case JsonValueKind.Array:
                return new JsonArray([.. element.EnumerateArray().Select((item, i) => Node(item, $"{path}[{i}]", problems))]);
            case JsonValueKind.String:
                return JsonValue.Create(element.GetString());
            case JsonValueKind.Null:
                return null;
            default:
                return JsonValue.Create(element.Clone());
        }
    }

    /// <summary>The column in characters, counted from 1, as editors show it; JSON counts bytes.</summary>
    private static int Column(ReadOnlySpan<byte> text, int line, int bytes)
    {
        for (; line > 0; line--) text = text[(text.IndexOf((byte)'\n') + 1)..];
        return Encoding.UTF8.GetCharCount(text[..Math.Min(bytes, text.Length)]) + 1;
    }

    /// <summary>The reason without the position that .NET appends, which counts from 0.</summary>
    private static string Reason(JsonException e)
    {
        var end = e.Message.IndexOf(" LineNumber:", StringComparison.Ordinal);
        return (end < 0 ? e.Message : e.Message[..end]).TrimEnd('.');
    }
}
