using System.Data.Common;
using ClvPipeline.Storage;

namespace ClvPipeline.Jobs.Serve;

/// <summary>Where alerts go, and the key that signs them: both secrets.</summary>
/// <param name="Url">The address.</param>
/// <param name="Key">The key; null for alerts without a signature.</param>
internal sealed record Webhook(Uri Url, string? Key)
{
    private const string Expected = "expected Url=https://…;Key=…";

    /// <summary>The one that settings name.</summary>
    /// <exception cref="UsageException">There is no such connection, or it is none of a webhook. No part of it is told.</exception>
    public static Webhook Of(AlertSettings alerts, ConnectionStrings connections)
    {
        var text = connections.Find(alerts.Webhook)
            ?? throw new UsageException($"alerts.webhook: there is no connection '{alerts.Webhook}'; set the environment variable {ConnectionStrings.Prefix}{alerts.Webhook.ToUpperInvariant()}, or name a secrets file in {ConnectionStrings.SecretsVariable}; {Expected}");
        var parts = new DbConnectionStringBuilder();
        try
        {
            parts.ConnectionString = text;
        }
        catch (ArgumentException)
        {
            throw new UsageException($"alerts.webhook: the connection '{alerts.Webhook}' is not one of a webhook; {Expected}");
        }

        if (parts.Keys.Cast<string>().Select(name => name.ToUpperInvariant()).Except(["URL", "KEY"]).Any()) throw new UsageException($"alerts.webhook: the connection '{alerts.Webhook}' has more than Url and Key; {Expected}");
        if (!parts.TryGetValue("Url", out var url) || !Uri.TryCreate((string)url, UriKind.Absolute, out var address) || address.Scheme is not ("http" or "https"))
            throw new UsageException($"alerts.webhook: the connection '{alerts.Webhook}' has no Url of http or https; {Expected}");
        return new Webhook(address, parts.TryGetValue("Key", out var key) && ((string)key).Length > 0 ? (string)key : null);
    }

    /// <inheritdoc />
    public override string ToString() => "a webhook";
}
