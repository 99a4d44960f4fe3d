using System.Text.Json;
using FastDataOperator.Core.Findings;

namespace FastDataOperator.Core.Configuration;

/// <summary>Reads the few members of a console configuration that imports ask for, and passes over all others.</summary>
internal static class ConsoleReader
{
    private const string TriggerGenerator = "single-view-trigger-generator";

    /// <exception cref="RefusalException">The file is malformed, or <c>services</c> or <c>collections</c> is no object (F3).</exception>
    public static ConsoleConfiguration ReadFile(ConfigurationFile file, ReadLimits limits) =>
        Read(file, EncodingCheck.TextStart(file, limits), file.Bytes.Length, file.Name, limits);

    /// <inheritdoc cref="ReadFile"/>
    public static ConsoleConfiguration ReadSection(ConfigurationFile file, Member section, string source) =>
        Read(file, section.ValueStart, section.ValueEnd, source, ReadLimits.Default);

    private static ConsoleConfiguration Read(ConfigurationFile file, int start, int end, string source, ReadLimits limits)
    {
        var json = new Utf8JsonReader(file.Bytes.Span[start..end], new JsonReaderOptions { MaxDepth = limits.MaxDepth });
        try
        {
            json.Read();
            Require(file, start, json, "the console configuration");
            HashSet<string> services = [], collections = [];
            var hasGenerator = false;
            while (json.Read() && json.TokenType == JsonTokenType.PropertyName)
            {
                var isServices = JsonText.Means(json, "services"u8);
                var isCollections = JsonText.Means(json, "collections"u8);
                json.Read();
                if (isServices)
                {
                    Require(file, start, json, "\"services\"");
                    while (json.Read() && json.TokenType == JsonTokenType.PropertyName)
                    {
                        services.Add(json.GetString()!);
                        json.Read();
                        hasGenerator |= ReadsAsTriggerGenerator(ref json);
                    }
                }
                else if (isCollections)
                {
                    Require(file, start, json, "\"collections\"");
                    while (json.Read() && json.TokenType == JsonTokenType.PropertyName)
                    {
                        collections.Add(json.GetString()!);
                        json.Read();
                        AddCollectionName(ref json, collections);
                    }
                }
                else
                {
                    json.Skip();
                }
            }

            json.Read(); // anything behind the object is a fault of its own
            return new ConsoleConfiguration(source, services, collections, hasGenerator);
        }
        catch (JsonException fault)
        {
            throw JsonFault.Of(fault, json, file, start, limits.MaxDepth);
        }
        catch (InvalidOperationException)
        {
            throw Refuse(file, start + (int)json.TokenStartIndex, Reason.InvalidEncoding, "a string holds an escape for half a surrogate pair");
        }
    }

    /// <summary>Recognises the service by its component or by the last segment of its image, whatever the tag (M4).</summary>
    private static bool ReadsAsTriggerGenerator(ref Utf8JsonReader json)
    {
        if (json.TokenType != JsonTokenType.StartObject)
        {
            json.Skip();
            return false;
        }

        var found = false;
        while (json.Read() && json.TokenType == JsonTokenType.PropertyName)
        {
            var isComponent = JsonText.Means(json, "sourceComponentId"u8);
            var isImage = JsonText.Means(json, "dockerImage"u8);
            json.Read();
            if ((isComponent || isImage) && json.TokenType == JsonTokenType.String)
            {
                var value = json.GetString()!;
                found |= (isComponent ? value : ImageName(value)) == TriggerGenerator;
            }
            else
            {
                json.Skip();
            }
        }

        return found;
    }

    private static string ImageName(string image)
    {
        var name = image[(image.LastIndexOf('/') + 1)..];
        var end = name.AsSpan().IndexOfAny(':', '@');
        return end < 0 ? name : name[..end];
    }

    /// <summary>A collection is named by its key and, where they differ, by its own <c>name</c> or <c>id</c>.</summary>
    private static void AddCollectionName(ref Utf8JsonReader json, HashSet<string> collections)
    {
        if (json.TokenType != JsonTokenType.StartObject)
        {
            json.Skip();
            return;
        }

        while (json.Read() && json.TokenType == JsonTokenType.PropertyName)
        {
            var isName = JsonText.Means(json, "name"u8) || JsonText.Means(json, "id"u8);
            json.Read();
            if (isName && json.TokenType == JsonTokenType.String)
            {
                collections.Add(json.GetString()!);
            }
            else
            {
                json.Skip();
            }
        }
    }

    private static void Require(ConfigurationFile file, int start, in Utf8JsonReader json, string what)
    {
        if (json.TokenType != JsonTokenType.StartObject)
        {
            throw Refuse(file, start + (int)json.TokenStartIndex, Reason.UnexpectedShape, $"{what} is not an object");
        }
    }

    private static RefusalException Refuse(ConfigurationFile file, int offset, Reason reason, string message) => new(new Finding
    {
        Reason = reason, Rule = "F3", Message = message, Location = TextPosition.Of(file, offset),
        Remedy = "restore the file from the last version that the Console saved",
    });
}
