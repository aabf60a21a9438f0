using System.Text.Json.Nodes;
using System.Text.Json.Serialization;

namespace ClvPipeline.Storage;

/// <summary>What a run on files writes and reads as JSON, its shape known when the program is compiled: to look at the types while it runs would take a short run several percent longer.</summary>
[JsonSerializable(typeof(JsonObject))]
[JsonSerializable(typeof(Publication))]
[JsonSerializable(typeof(List<Publication>))]
[JsonSerializable(typeof(InputFile))]
internal sealed partial class ResultJsonTypes : JsonSerializerContext;
