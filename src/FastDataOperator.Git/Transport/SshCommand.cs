using System.Diagnostics;
using System.Globalization;
using System.Net;

namespace FastDataOperator.Git.Transport;

/// <summary>How <c>ssh</c> is started. No shell on this side; on the other, one reads a command whose one variable part is quoted.</summary>
/// <param name="Address">Where to connect to; null to let ssh look the host up.</param>
/// <param name="ProtocolV2">Whether to ask for version 2; a server that does not take the variable answers in version 0.</param>
internal sealed record SshCommand(SshLocation Location, IPAddress? Address, GitService Service, bool ProtocolV2)
{
    private const string ProtocolVariable = "GIT_PROTOCOL";

    /// <summary>Who asks where neither the address nor a configuration says so: all forges and gitolite go by this one.</summary>
    private const string DefaultUser = "git";

    /// <summary>Never a prompt, a terminal, a tunnel, or another command; an end to what does not answer. For everybody.</summary>
    private static readonly string[] s_always =
    [
        "RequestTTY=no", "EscapeChar=none", "ClearAllForwardings=yes", "ForwardAgent=no", "ForwardX11=no", "PermitLocalCommand=no", "RemoteCommand=none",
        "ControlMaster=no", "ConnectTimeout=30", "ConnectionAttempts=1", "ServerAliveInterval=15", "ServerAliveCountMax=3",

        // At this level ssh keeps a server's banner to itself, whose words are nobody's reason. What it says as it ends a connection it says at another;
        // before OpenSSH 8.5 that is lost.
        "LogLevel=ERROR", "IgnoreUnknown=LogVerbose", "LogVerbose=packet.c:sshpkt_vfatal():*",
    ];

    /// <summary>With a key of our own: nothing of the machine's or the user's counts, and a server that is not known is sent nothing. Relative names are
    /// in the directory of the key.</summary>
    private static readonly string[] s_keyAlone =
    [
        "StrictHostKeyChecking=yes", "UserKnownHostsFile=" + SshKeyFiles.KnownHosts, "GlobalKnownHostsFile=/dev/null", "UpdateHostKeys=no", "VerifyHostKeyDNS=no",
        "CheckHostIP=no", "CanonicalizeHostname=no", "IdentitiesOnly=yes", "IdentityAgent=none", "AddKeysToAgent=no", "PreferredAuthentications=publickey",
        "PasswordAuthentication=no", "KbdInteractiveAuthentication=no", "HostbasedAuthentication=no", "ControlPath=none", "ProxyCommand=none",
    ];

    /// <param name="files">Null for this user's own configuration.</param>
    public ProcessStartInfo StartInfo(SshKeyFiles? files)
    {
        var start = ChildProgram.StartInfo("ssh");
        if (files is not null)
        {
            start.WorkingDirectory = files.Directory;
            Add(start, "-F", "/dev/null", "-i", SshKeyFiles.Identity);
            AddOptions(start, s_keyAlone);
            if (files.AskPass is { } askPass)
            {
                // The passphrase is asked for as if there were somebody: this is the one question that is left. Twice, which tells a wrong one.
                AddOptions(start, "BatchMode=no", "NumberOfPasswordPrompts=2");
                start.Environment["SSH_ASKPASS"] = askPass;
                start.Environment["SSH_ASKPASS_REQUIRE"] = "force";
            }
        }

        if (files?.AskPass is null)
        {
            AddOptions(start, "BatchMode=yes");
        }

        AddOptions(start, s_always);
        start.Environment.Remove(ProtocolVariable);
        if (ProtocolV2)
        {
            AddOptions(start, "SendEnv=" + ProtocolVariable);
            start.Environment[ProtocolVariable] = "version=2";
        }

        // By its name, whatever address it is reached at, and by nothing but its whole name: ssh by itself takes a line without the port too.
        if (Address is not null || files is not null)
        {
            AddOptions(start, "HostKeyAlias=" + Location.KnownHostsName);
        }

        if (Location.Port is { } port)
        {
            Add(start, "-p", port.ToString(CultureInfo.InvariantCulture));
        }

        if ((Location.User ?? (files is null ? null : DefaultUser)) is { } user)
        {
            Add(start, "-l", user);
        }

        Add(start, "-T", "--", Address?.ToString() ?? Location.Host, $"{Service.WireName} {Location.QuotedPath}");
        return start;
    }

    private static void AddOptions(ProcessStartInfo start, params ReadOnlySpan<string> options)
    {
        foreach (var option in options)
        {
            Add(start, "-o", option);
        }
    }

    private static void Add(ProcessStartInfo start, params ReadOnlySpan<string> arguments)
    {
        foreach (var argument in arguments)
        {
            start.ArgumentList.Add(argument);
        }
    }
}
