using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;
using Npgsql;

namespace ClvPipeline.Jobs.Serve;

/// <summary>How requests are answered, also those that ask for what cannot be.</summary>
internal static class Answer
{
    private const string Policy = "default-src 'none'; style-src 'self'; script-src 'self'; connect-src 'self'; img-src data:; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

    /// <summary>An object.</summary>
    public static Task Json(HttpContext context, int status, JsonNode body)
    {
        context.Response.StatusCode = status;
        context.Response.ContentType = "application/json; charset=utf-8";
        return context.Response.WriteAsync(JsonText.Of(body) + "\n", context.RequestAborted);
    }

    /// <summary>Text of some type.</summary>
    public static Task Text(HttpContext context, string type, string text, int status = 200)
    {
        context.Response.StatusCode = status;
        context.Response.ContentType = $"{type}; charset=utf-8";
        return context.Response.WriteAsync(text, context.RequestAborted);
    }

    /// <summary>What is not there answers as such, whatever else a bad input would mean.</summary>
    public static T OrMissing<T>(Func<T> find)
    {
        try
        {
            return find();
        }
        catch (BadInputException e)
        {
            throw new BadHttpRequestException(e.Message, StatusCodes.Status404NotFound);
        }
    }

    /// <summary>Answers, and says in a sentence what stood in the way.</summary>
    /// <param name="context">The request.</param>
    /// <param name="next">Who answers it.</param>
    /// <param name="problem">Answers with problems: the status, and a sentence each.</param>
    public static async Task Safely(HttpContext context, RequestDelegate next, Func<HttpContext, int, IReadOnlyList<string>, Task> problem)
    {
        var headers = context.Response.Headers;
        (headers.ContentSecurityPolicy, headers.XContentTypeOptions, headers.CacheControl) = (Policy, "nosniff", "no-store");
        headers["Referrer-Policy"] = "same-origin";
        try
        {
            if (Guard.Refuse(context) is { } refused) await problem(context, refused.Status, [refused.Because]);
            else await next(context);
        }
        catch (OperationCanceledException) when (context.RequestAborted.IsCancellationRequested)
        {
        }
        catch (Exception e) when (!context.Response.HasStarted && Said(e) is { } said)
        {
            await problem(context, said.Status, said.Problems);
        }
    }

    private static (int Status, IReadOnlyList<string> Problems)? Said(Exception e) => e switch
    {
        UsageException usage => (400, [.. usage.Problems.Select(RunAsk.Plain)]),
        BadHttpRequestException bad => (bad.StatusCode, [bad.Message]),
        BadInputException input => (409, input.Message.ReplaceLineEndings("\n").Split('\n')),
        NpgsqlException or IOException => (503, [RunExecution.Sentence(e)]),
        _ => (500, [$"internal error: {e.GetType().Name}: {e.Message}"]),
    };
}
