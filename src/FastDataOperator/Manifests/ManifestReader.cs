using System.Text;
using FastDataOperator.Api.V1Alpha1;
using FastDataOperator.Core.Findings;

namespace FastDataOperator.Manifests;

/// <summary>Reads manifest files strictly: what is not understood is an error with its place, never ignored.</summary>
internal static class ManifestReader
{
    private static readonly UTF8Encoding s_strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>Reads every document of a file.</summary>
    /// <param name="file">What messages call it.</param>
    /// <param name="bytes">Its content; read at most one byte more than <see cref="ManifestLimits.Bytes"/>.</param>
    /// <param name="needed">The repositories for which no file stands in.</param>
    public static ManifestRead Read(string file, ReadOnlySpan<byte> bytes, NeededRepositories needed = NeededRepositories.Both)
    {
        var problems = new ManifestProblems();
        var imports = new List<ImportDocument>();
        var secrets = new List<SecretManifest>();
        if (Decode(file, bytes, problems) is { } text)
        {
            var documents = ManifestTree.Read(file, text, problems);
            foreach (var document in documents)
            {
                ReadDocument(document, needed, imports, secrets, problems);
            }

            if (documents.Count == 0 && !problems.Any)
            {
                problems.Add(Reason.MissingField, new(file, 1, 1), "the file holds no document", $"write a {FastDataImport.Kind} of {FastDataImport.ApiVersion}");
            }

            ReportRepeatedNames(imports, problems);
        }

        return problems.Any ? new ManifestRead.Refused(problems.ToList()) : new ManifestRead.Success(imports, secrets);
    }

    /// <summary>A file as text, or <see langword="null"/> with the problem that keeps it from being one.</summary>
    public static string? Decode(string file, ReadOnlySpan<byte> bytes, ManifestProblems problems)
    {
        var start = new FileLocation(file, 1, 1);
        if (bytes.Length > ManifestLimits.Bytes)
        {
            problems.Add(Reason.TooLarge, start, $"the file is larger than {ManifestLimits.Bytes / 1024 / 1024} MiB", "split it");
            return null;
        }

        if (bytes.StartsWith((ReadOnlySpan<byte>)[0xEF, 0xBB, 0xBF]))
        {
            bytes = bytes[3..];
        }

        if (bytes.StartsWith((ReadOnlySpan<byte>)[0xFF, 0xFE]) || bytes.StartsWith((ReadOnlySpan<byte>)[0xFE, 0xFF]))
        {
            problems.Add(Reason.InvalidEncoding, start, "the file is UTF-16", "save it as UTF-8");
            return null;
        }

        try
        {
            return s_strict.GetString(bytes);
        }
        catch (DecoderFallbackException exception)
        {
            var before = bytes[..Math.Clamp(exception.Index, 0, bytes.Length)];
            var place = new FileLocation(file, before.Count((byte)'\n') + 1, before.Length - before.LastIndexOf((byte)'\n'));
            problems.Add(Reason.InvalidEncoding, place, "a byte here is not UTF-8", "save the file as UTF-8");
            return null;
        }
    }

    private static void ReadDocument(ManifestNode node, NeededRepositories needed, List<ImportDocument> imports, List<SecretManifest> secrets, ManifestProblems problems)
    {
        if (node is not ManifestNode.Map map)
        {
            problems.Add(Reason.UnexpectedShape, node.Location, $"a document must be a map, found {node.Describe()}");
            return;
        }

        var kind = TextOf(map, "kind");
        var version = TextOf(map, "apiVersion");
        switch (kind, version)
        {
            case (FastDataImport.Kind, FastDataImport.ApiVersion):
                if (FieldReader.Read(node, "", problems, fields => FastDataImportReader.Read(fields, needed)) is { } import)
                {
                    imports.Add(new ImportDocument(import, node));
                }

                break;
            case ("Secret", "v1"):
                if (FieldReader.Read(node, "", problems, fields => SecretReader.Read(fields, node, problems)!) is { } secret)
                {
                    secrets.Add(secret);
                }

                break;
            case (null, _) or (_, null):
                problems.Add(Reason.MissingField, node.Location, $"{(kind is null ? "kind" : "apiVersion")}: is missing", $"a manifest begins with apiVersion: {FastDataImport.ApiVersion} and kind: {FastDataImport.Kind}");
                break;
            case (FastDataImport.Kind, _):
                problems.Add(Reason.UnsupportedVersion, map.Members.First(member => member.Name == "apiVersion").Value.Location, $"apiVersion: {Quoted.Name(version)} is not known here", $"write {FastDataImport.ApiVersion}");
                break;
            default:
                var near = NearestNames.Of(kind, [FastDataImport.Kind, "Secret"], most: 1);
                problems.Add(
                    Reason.NotSupported,
                    map.Members.First(member => member.Name == "kind").Value.Location,
                    $"kind: {Quoted.Name($"{version} {kind}")} is nothing that this command reads",
                    near is [var nearest] && nearest != kind ? $"did you mean {nearest}?" : $"it reads {FastDataImport.Kind} of {FastDataImport.ApiVersion}, and Secret of v1");
                break;
        }
    }

    private static string? TextOf(ManifestNode.Map map, string name) =>
        map.Members.FirstOrDefault(member => member.Name == name)?.Value is ManifestNode.Text { Value.Length: > 0 } text ? text.Value : null;

    private static void ReportRepeatedNames(List<ImportDocument> imports, ManifestProblems problems)
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (var document in imports)
        {
            if (document.Import is { Metadata: { Name: not null } metadata } && !seen.Add(metadata.QualifiedName))
            {
                problems.Add(Reason.DuplicateKey, document.Locate("metadata.name"), $"metadata.name: a second import {Quoted.Name(metadata.QualifiedName)}", "give each import its own name");
            }
        }
    }
}
