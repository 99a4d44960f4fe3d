using System.Globalization;
using FastDataOperator.Core.Findings;
using FastDataOperator.Core.Imports;

namespace FastDataOperator.Manifests;

/// <summary>Turns single nodes into values; what does not fit is reported, and <see langword="null"/> stands for it.</summary>
internal sealed class NodeValues(ManifestProblems problems)
{
    public static bool IsNull(ManifestNode node) => node is ManifestNode.Text text && Scalars.KindOf(text) is ScalarKind.Null;

    public void WrongType(ManifestNode node, string path, string wanted, string? remedy = null) =>
        problems.Add(Reason.UnexpectedShape, node.Location, $"{path}: {wanted} was expected, found {Quoted.Line(node.Describe())}", remedy);

    public string? Text(ManifestNode node, string path)
    {
        if (node is ManifestNode.Text text && Scalars.KindOf(text) is ScalarKind.String)
        {
            return text.Value;
        }

        WrongType(node, path, "a string", node is ManifestNode.Text { Value.Length: > 0 } ? "put it in quotes if it is meant as a string" : null);
        return null;
    }

    public bool? Flag(ManifestNode node, string path)
    {
        if (node is ManifestNode.Text text && Scalars.KindOf(text) is ScalarKind.Boolean)
        {
            switch (text.Value)
            {
                case "true" or "True" or "TRUE":
                    return true;
                case "false" or "False" or "FALSE":
                    return false;
            }
        }

        WrongType(node, path, "true or false", node is not ManifestNode.Text word ? null : word.Value.ToUpperInvariant() switch
        {
            "YES" or "Y" or "ON" or "TRUE" => "write true",
            "NO" or "N" or "OFF" or "FALSE" => "write false",
            _ => null,
        });
        return null;
    }

    public long? Number(ManifestNode node, string path)
    {
        if (node is ManifestNode.Text { Plain: true } text && long.TryParse(text.Value, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number))
        {
            return number;
        }

        WrongType(node, path, "a whole number");
        return null;
    }

    public TimeSpan? Duration(ManifestNode node, string path)
    {
        if (node is ManifestNode.Text text && GoDuration.TryParse(text.Value, out var duration))
        {
            return duration;
        }

        var found = node is ManifestNode.Text wrong ? Quoted.Name(wrong.Value) : node.Describe();
        problems.Add(Reason.InvalidValue, node.Location, $"{path}: {found} is no duration", "write a number and a unit, such as 500ms, 60s, 10m or 1h30m");
        return null;
    }

    public T? Choice<T>(ManifestNode node, string path)
        where T : struct, Enum
    {
        var names = Enum.GetNames<T>();
        if (node is not ManifestNode.Text text)
        {
            WrongType(node, path, $"one of {string.Join(", ", names)}");
            return null;
        }

        if (names.Contains(text.Value, StringComparer.Ordinal))
        {
            return Enum.Parse<T>(text.Value);
        }

        var near = NearestNames.Of(text.Value, names, most: 1);
        problems.Add(
            Reason.InvalidValue,
            node.Location,
            $"{path}: {Quoted.Name(text.Value)} is none of {string.Join(", ", names)}",
            near is [var nearest] ? $"did you mean {nearest}?" : Meant<T>(text.Value));
        return null;
    }

    /// <summary>Words that people use for a value that is called otherwise.</summary>
    private static string? Meant<T>(string word) => typeof(T) == typeof(ImportMode) && word.ToUpperInvariant() is ("COPY" or "CLONE") ? "write Resource: a copy that belongs to the destination" : null;
}
