using System.Text;
using System.Text.Json.Nodes;
using FastDataOperator.Core.Configuration;
using FastDataOperator.Core.Findings;

namespace FastDataOperator.Core.Tests.Building;

/// <summary>From bytes to configurations and back, failing the test where that fails.</summary>
internal static class Files
{
    public static ProjectConfiguration Read(byte[] bytes, string name = "fastdata-config.json") =>
        ProjectConfiguration.Read(new ConfigurationFile(name, bytes)) switch
        {
            ConfigurationRead.Success read => read.Configuration,
            ConfigurationRead.Refused refused => throw new InvalidOperationException(refused.Finding + "\n" + Encoding.UTF8.GetString(bytes)),
            _ => throw new System.Diagnostics.UnreachableException(),
        };

    public static ProjectConfiguration Read(string text, string name = "fastdata-config.json") => Read(Encoding.UTF8.GetBytes(text), name);

    public static Finding Refused(byte[] bytes, string name = "fastdata-config.json", ReadLimits? limits = null) =>
        Assert.IsType<ConfigurationRead.Refused>(ProjectConfiguration.Read(new ConfigurationFile(name, bytes), limits)).Finding;

    public static Finding Refused(string text, string name = "fastdata-config.json") => Refused(Encoding.UTF8.GetBytes(text), name);

    public static JsonObject Tree(ReadOnlyMemory<byte> bytes)
    {
        var text = bytes.Span.StartsWith("\uFEFF"u8) ? bytes[3..] : bytes;
        return JsonNode.Parse(text.Span)!.AsObject();
    }

    /// <summary>A sample of the repository that these tests are part of.</summary>
    public static byte[] Sample(string path) => File.ReadAllBytes(PathOf(Path.Combine("samples", path)));

    /// <summary>Where a file of that repository is.</summary>
    public static string PathOf(string path)
    {
        var root = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(root.FullName, "FastDataOperator.sln")))
        {
            root = root.Parent!;
        }

        return Path.Combine(root.FullName, path);
    }
}
