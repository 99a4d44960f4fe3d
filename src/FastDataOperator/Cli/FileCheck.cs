using System.Diagnostics;
using System.Text;
using System.Text.Json;
using FastDataOperator.Api.V1Alpha1;
using FastDataOperator.Core.Configuration;
using FastDataOperator.Core.Findings;
using FastDataOperator.Core.Provenance;
using FastDataOperator.Core.Reports;
using FastDataOperator.Core.Resources;
using FastDataOperator.Imports;
using FastDataOperator.Manifests;

namespace FastDataOperator.Cli;

/// <summary>What <c>validate</c> found in one file.</summary>
internal sealed record FileCheck
{
    public required string File { get; init; }

    /// <summary>What it holds; empty where it is not valid.</summary>
    public string Summary { get; init; } = "";

    public IReadOnlyList<Finding> Problems { get; init; } = [];

    public IReadOnlyList<Finding> Warnings { get; init; } = [];

    /// <summary>The imports of a manifest that are valid.</summary>
    public IReadOnlyList<RequestedImport> Imports { get; init; } = [];

    /// <summary>The Secrets of a manifest.</summary>
    public IReadOnlyList<SecretManifest> Secrets { get; init; } = [];

    public bool IsValid => Problems.Count == 0;

    public static async Task<FileCheck> RunAsync(string path, CancellationToken cancellationToken)
    {
        try
        {
            var file = await InputFile.ReadAsync(path, ReadLimits.Default.MaxBytes, cancellationToken);
            return IsManifest(file) ? OfManifest(file, path)
                : Path.GetFileName(path) == ConsoleConfiguration.FileName ? OfConsole(file)
                : OfConfiguration(file);
        }
        catch (ImportRefusedException refusal)
        {
            return new FileCheck { File = InputFile.NameOf(path), Problems = refusal.Problems };
        }
    }

    /// <summary>A manifest says at the top what it is; a configuration has no <c>apiVersion</c> or <c>kind</c> there.</summary>
    private static bool IsManifest(ConfigurationFile file)
    {
        var text = file.Bytes.Span;
        if (text.Length > ManifestLimits.Bytes)
        {
            return false;
        }

        if (text.TrimStart(" \t\r\n\uFEFF"u8) is [(byte)'{', ..])
        {
            return IsJsonManifest(text);
        }

        foreach (var line in Encoding.UTF8.GetString(text).AsSpan().EnumerateLines())
        {
            if (line.StartsWith("apiVersion:") || line.StartsWith("kind:"))
            {
                return true;
            }
        }

        return false;
    }

    private static bool IsJsonManifest(ReadOnlySpan<byte> text)
    {
        try
        {
            var json = new Utf8JsonReader(text.StartsWith("\uFEFF"u8) ? text[3..] : text);
            json.Read();
            while (json.Read() && json.TokenType == JsonTokenType.PropertyName)
            {
                if (json.ValueTextEquals("apiVersion"u8) || json.ValueTextEquals("kind"u8))
                {
                    return true;
                }

                json.Read();
                json.Skip();
            }
        }
        catch (Exception fault) when (fault is JsonException or InvalidOperationException)
        {
            // Malformed, or a name with half a surrogate pair. Reading it as a configuration says what is wrong with it, and where.
        }

        return false;
    }

    private static FileCheck OfManifest(ConfigurationFile file, string path)
    {
        var read = ManifestReader.Read(file.Name, file.Bytes.Span);
        if (read is ManifestRead.Refused invalid)
        {
            return new FileCheck { File = file.Name, Problems = invalid.Problems };
        }

        var manifest = (ManifestRead.Success)read;
        var folder = path == InputFile.StandardInput ? "" : Path.GetDirectoryName(Path.GetFullPath(path)) ?? "";
        var imports = manifest.Imports.Select(document => RequestMapper.Map(document.Import, document.Locate, folder)).ToList();
        return new FileCheck
        {
            File = file.Name,
            Problems = [.. imports.OfType<RequestMapping.Refused>().SelectMany(refused => refused.Problems)],
            Imports = [.. imports.OfType<RequestMapping.Mapped>().Select(mapped => mapped.Import)],
            Secrets = manifest.Secrets,
            Summary = $"manifest, {Count(manifest.Imports.Count, "import")}, {Count(manifest.Secrets.Count, "Secret")}",
        };
    }

    private static FileCheck OfConsole(ConfigurationFile file) => ConsoleConfiguration.Read(file) switch
    {
        ConsoleRead.Success { Console: var console } => new FileCheck
        {
            File = file.Name,
            Summary = $"console configuration, {Count(console.Services.Count, "service")}, {Count(console.Collections.Count, "CRUD collection")}, {(console.HasSingleViewTriggerGenerator ? "a" : "no")} Single View Trigger Generator",
        },
        ConsoleRead.Refused refused => new FileCheck { File = file.Name, Problems = [refused.Finding] },
        _ => throw new UnreachableException(),
    };

    private static FileCheck OfConfiguration(ConfigurationFile file)
    {
        var configuration = ConfigurationFinder.Parse(file);
        var (references, problems) = ReferenceInventory.List(configuration);
        var kinds = configuration.Resources
            .GroupBy(resource => resource.Kind)
            .OrderBy(group => group.Key)
            .Select(group => PlanSummary.Count(group.Key, group.Count()));
        var format = configuration.Format switch
        {
            ConfigurationFormat.Export => "export file",
            ConfigurationFormat.Composite => "composite file",
            _ => "project configuration",
        };
        return new FileCheck
        {
            File = file.Name,
            Problems = problems,
            Warnings = DependencyGraph.Of(configuration).Warnings,
            Summary = string.Join(", ", [$"{format}{(configuration.Version is { } version ? " of version " + version : "")}", .. kinds, Count(references.Count, "reference")]),
        };
    }

    private static string Count(int count, string what) => count == 1 ? $"1 {what}" : $"{count} {what}s";
}
