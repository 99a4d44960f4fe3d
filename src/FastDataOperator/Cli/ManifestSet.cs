using FastDataOperator.Core.Findings;
using FastDataOperator.Imports;
using FastDataOperator.Manifests;

namespace FastDataOperator.Cli;

/// <summary>All that the manifests of one call hold.</summary>
/// <param name="Imports">In order of files and documents, each with the folder that relative paths are relative to.</param>
/// <param name="Secrets">From all files.</param>
internal sealed record ManifestSet(IReadOnlyList<(ImportDocument Document, string Folder)> Imports, IReadOnlyList<SecretManifest> Secrets)
{
    /// <summary>Reads the files.</summary>
    /// <param name="paths">As they were given.</param>
    /// <param name="needed">The repositories for which no file stands in.</param>
    /// <exception cref="ImportRefusedException">Any of them cannot be used; with all problems of all files.</exception>
    public static async Task<ManifestSet> ReadAsync(IReadOnlyList<string> paths, NeededRepositories needed, CancellationToken cancellationToken)
    {
        var imports = new List<(ImportDocument Document, string Folder)>();
        var secrets = new List<SecretManifest>();
        var problems = new List<Finding>();
        var names = new HashSet<string>(StringComparer.Ordinal);
        foreach (var path in paths)
        {
            var file = await InputFile.ReadAsync(path, ManifestLimits.Bytes, cancellationToken);
            switch (ManifestReader.Read(file.Name, file.Bytes.Span, needed))
            {
                case ManifestRead.Refused refused:
                    problems.AddRange(refused.Problems);
                    break;
                case ManifestRead.Success success:
                    secrets.AddRange(success.Secrets);
                    imports.AddRange(success.Imports.Select(document => (document, FolderOf(path))));
                    problems.AddRange(success.Imports
                        .Where(document => !names.Add(document.Import.Metadata.QualifiedName))
                        .Select(document => Repeated(document)));
                    break;
            }
        }

        if (problems.Count > 0)
        {
            throw new ImportRefusedException(problems);
        }

        return imports.Count > 0
            ? new ManifestSet(imports, secrets)
            : throw Complaint.Usage("there is no FastDataImport among the documents", "name a file that has one with -f");
    }

    private static string FolderOf(string path) =>
        path == InputFile.StandardInput ? Directory.GetCurrentDirectory() : Path.GetDirectoryName(Path.GetFullPath(path)) ?? "";

    private static Finding Repeated(ImportDocument document) => new()
    {
        Reason = Reason.DuplicateKey,
        Rule = "manifest",
        Message = $"metadata.name: a second import \"{document.Import.Metadata.QualifiedName}\"",
        Remedy = "give each import its own name",
        Location = document.Locate("metadata.name"),
    };
}
