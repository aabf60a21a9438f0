using System.Globalization;
using System.Text.Json.Nodes;
using ClvPipeline.Jobs.Report;

namespace ClvPipeline.Jobs.Serve;

/// <summary>
/// The form that asks for a run: what it begins from (a pipeline's own parameters, or those of a kept run), what somebody wrote into it, and the changes that this comes to.
/// A field that still says what the parameters say is no change.
/// </summary>
internal sealed class AskForm
{
    /// <summary>The modes, with what their window is before.</summary>
    private static readonly (string Name, string Words)[] Modes = [("acquisition", "before the first order"), ("order", "before each order"), ("lifetime", "before the as-of date")];

    private readonly JsonObject _parameters;
    private readonly IReadOnlyDictionary<string, string> _posted;
    private readonly List<Model> _models;

    /// <param name="parameters">The parameters that it begins from.</param>
    /// <param name="posted">What was written into it; empty for a form that nobody has touched.</param>
    public AskForm(string parameters, IReadOnlyDictionary<string, string> posted)
    {
        (_parameters, _posted) = (JsonNode.Parse(parameters)!.AsObject(), posted);
        var listed = _parameters["attribution"]!["models"]!.AsArray().Select(node => new Model(node!.AsObject(), true)).ToList();
        _models = [.. listed, .. ModelTypes.All.Where(type => listed.TrueForAll(model => model.Type != type.Name))
            .Select(type => new Model(new JsonObject([new("type", type.Name), new("name", type.Name), .. type.Parameters.Select(p => KeyValuePair.Create(p.Name, (JsonNode?)p.Default))]), false))];
    }

    /// <summary>What is to be changed, each as behind <c>--set</c>.</summary>
    public IReadOnlyList<string> Sets()
    {
        List<string> sets = [];
        Change("horizon", "clv.horizonMonths", Shown(_parameters["clv"]!["horizonMonths"]));
        Change("discount", "clv.discountRate", Shown(_parameters["clv"]!["discountRate"]));
        foreach (var (mode, _) in Modes)
            if (Window(mode) is { } before) Change($"window.{mode}", $"attribution.modes.{mode}.windowDays", before, blank: "null");
        if (_posted.Count > 0 && _models.Exists(model => model.Changed(_posted)))
            sets.Add($"attribution.models={new JsonArray([.. _models.Where(model => model.IsOn(_posted)).Select(model => model.Wanted(_posted))]).ToJsonString(Parameters.Plain)}");
        return sets;

        void Change(string field, string path, string before, string blank = "")
        {
            if (!_posted.TryGetValue(field, out var now) || (now = now.Trim()) == before) return;
            sets.Add($"{path}={(now.Length == 0 ? blank : now)}");
        }
    }

    /// <summary>Writes it.</summary>
    /// <param name="html">Where to.</param>
    /// <param name="token">What tells a form of ours.</param>
    /// <param name="of">The run that it begins from; null for the pipeline's own.</param>
    /// <param name="pipelines">The pipelines that there are.</param>
    /// <param name="pipeline">The one that is asked for.</param>
    /// <param name="asOf">The day that is proposed.</param>
    /// <param name="action">Where it goes.</param>
    public void Write(Html html, FormToken token, string? of, IReadOnlyList<string> pipelines, string pipeline, DateOnly asOf, string action = "/ask")
    {
        html.Write($"<section id=\"ask\" aria-labelledby=\"ask-head\"><h2 id=\"ask-head\">{(of is null ? "Ask for a run" : "Run again with other settings")}</h2>");
        if (of is not null) html.Write($"<p class=\"note\">It begins from the settings of <a href=\"/runs/{of}\">{of}</a>. <a href=\"/#ask\">Begin from the pipeline's own</a></p>");
        html.Write($"<form class=\"ask panel\" method=\"post\" action=\"{action}\">");
        token.Write(html);
        if (of is not null) html.Write($"<input type=\"hidden\" name=\"of\" value=\"{of}\">");
        html.Raw("<fieldset><legend>Which night</legend><div class=\"fields\">");
        if (pipelines.Count > 1 && of is null)
        {
            html.Raw("<label>Pipeline<select name=\"pipeline\">");
            foreach (var name in pipelines) html.Write($"<option value=\"{name}\"{(name == pipeline ? " selected" : "")}>{name}</option>");
            html.Raw("</select></label>");
        }
        else html.Write($"<input type=\"hidden\" name=\"pipeline\" value=\"{pipeline}\">");
        Field(html, "as_of", "As-of date", Publishing.Date(asOf), "the last day that counts", "date");
        html.Raw("</div></fieldset><fieldset><legend>What is still to come</legend><div class=\"fields\">");
        Field(html, "horizon", "Horizon", Shown(_parameters["clv"]!["horizonMonths"]), "months");
        Field(html, "discount", "Discount rate", Shown(_parameters["clv"]!["discountRate"]), "a year: 0.1 is 10 %");
        html.Raw("</div></fieldset><fieldset><legend>Which touchpoints count</legend><div class=\"fields\">");
        foreach (var (mode, words) in Modes)
            if (Window(mode) is { } window) Field(html, $"window.{mode}", $"Window of {mode}", window, $"days {words}; blank for all");
        html.Raw("</div></fieldset><fieldset><legend>By which models value is spread</legend><ul class=\"models\">");
        foreach (var model in _models) model.Write(html, _posted);
        html.Raw("</ul></fieldset><fieldset><legend>Why</legend><div class=\"fields\">");
        Field(html, "note", "Note", "", "what you want to know");
        Field(html, "requested_by", "Your name", "", "so that others know whom to ask", autocomplete: "name");
        html.Raw("</div></fieldset><div class=\"row\"><button type=\"submit\">Run</button><p class=\"note\">A run with other settings than the pipeline's is kept beside what readers see, until somebody shows it to them.</p></div></form></section>\n");
    }

    private void Field(Html html, string name, string label, string value, string note, string type = "text", string? autocomplete = null) =>
        html.Write($"<label>{label}<input type=\"{type}\" name=\"{name}\" value=\"{_posted.GetValueOrDefault(name, value)}\" autocomplete=\"{autocomplete ?? "off"}\"><small>{note}</small></label>");

    /// <summary>The window of a mode as it stands in its field; null where the mode is not computed.</summary>
    private string? Window(string mode) => _parameters["attribution"]!["modes"]![mode] is JsonObject settings ? Shown(settings["windowDays"]) : null;

    private static string Shown(JsonNode? node) => node is null ? "" : node.ToJsonString();

    /// <summary>A model of the list: whether it is computed, and with which parameters.</summary>
    private sealed class Model(JsonObject settings, bool listed)
    {
        public string Type => (string)settings["type"]!;

        private string Name => (string)settings["name"]!;

        private IEnumerable<(string Name, string Value)> Parameters => settings.Where(member => member.Key is not ("type" or "name")).Select(member => (member.Key, Shown(member.Value)));

        public bool IsOn(IReadOnlyDictionary<string, string> posted) => posted.Count > 0 ? posted.ContainsKey($"model.{Name}") : listed;

        public bool Changed(IReadOnlyDictionary<string, string> posted) => IsOn(posted) != listed || (listed && Parameters.Any(p => posted.TryGetValue($"model.{Name}.{p.Name}", out var now) && now.Trim() != p.Value));

        public JsonNode Wanted(IReadOnlyDictionary<string, string> posted)
        {
            var wanted = new JsonObject { ["type"] = Type, ["name"] = Name };
            foreach (var (name, value) in Parameters)
            {
                var text = posted.GetValueOrDefault($"model.{Name}.{name}", value).Trim();
                wanted[name] = double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) && double.IsFinite(number) ? number : text;
            }

            return wanted;
        }

        public void Write(Html html, IReadOnlyDictionary<string, string> posted)
        {
            html.Write($"<li><label><input type=\"checkbox\" name=\"model.{Name}\"{(IsOn(posted) ? " checked" : "")}><span><bdi>{Name}</bdi>{(Name == Type ? "" : $" ({Type})")}</span></label>");
            foreach (var (name, value) in Parameters)
                html.Write($"<label class=\"of\">{Words(name)}<input type=\"text\" inputmode=\"decimal\" name=\"model.{Name}.{name}\" value=\"{posted.GetValueOrDefault($"model.{Name}.{name}", value)}\" autocomplete=\"off\" aria-label=\"{Words(name)} of {Name}\"></label>");
            html.Raw("</li>");
        }

        private static string Words(string parameter) => parameter switch { "halfLifeDays" => "half-life, days", "first" => "first", "last" => "last", _ => parameter };
    }
}
