using FastDataOperator.Core.Findings;
using FastDataOperator.Manifests;

namespace FastDataOperator.Configuration;

/// <summary>Settings from a file, read as strictly as a manifest is.</summary>
internal static class FileSettings
{
    /// <param name="file">What messages call it.</param>
    /// <param name="bytes">Its content.</param>
    /// <param name="found">What is wrong with it.</param>
    public static IReadOnlyList<GivenSetting> Read(string file, ReadOnlySpan<byte> bytes, SettingProblems found)
    {
        var problems = new ManifestProblems();
        var given = new List<GivenSetting>();
        if (ManifestReader.Decode(file, bytes, problems) is { } text)
        {
            switch (ManifestTree.Read(file, text, problems))
            {
                case []:
                    break;
                case [var root]:
                    FieldReader.Read(root, "", problems, fields => Gather((ManifestNode.Map)root, fields, given));
                    break;
                case [_, var second, ..]:
                    problems.Add(Reason.NotSupported, second.Location, "a second document in a file of settings", "keep one document");
                    break;
            }
        }

        found.Add(problems.ToList());
        return given;
    }

    /// <summary>Asks for each setting by its kind, so that what is written otherwise is told; the values themselves are taken with their places.</summary>
    private static List<GivenSetting> Gather(ManifestNode.Map root, FieldReader fields, List<GivenSetting> given)
    {
        foreach (var setting in OperatorSettings.All.Where(setting => setting.IsInFile))
        {
            var fits = setting.Kind switch
            {
                SettingKind.WholeNumber => fields.Number(setting.Key) is not null,
                SettingKind.Flag => fields.Flag(setting.Key) is not null,
                SettingKind.Duration => fields.Duration(setting.Key) is not null,
                SettingKind.List => fields.OptionalTexts(setting.Key) is not null,
                _ => fields.Text(setting.Key) is not null,
            };
            if (fits)
            {
                var value = root.Members.First(member => member.Name == setting.Key).Value;
                IEnumerable<ManifestNode> items = value is ManifestNode.List list ? list.Items : [value];
                given.Add(new GivenSetting(setting, [.. items.OfType<ManifestNode.Text>().Select(item => new GivenItem(item.Value, setting.Key, item.Location))]));
            }
        }

        return given;
    }
}
