using System.CommandLine;
using Platform.Cli.Arguments;
using Platform.Cli.Checks;

namespace Platform.Cli.Commands;

/// <summary>platform doctor: checks what a run or a build needs, and reports what is missing and how to correct it.</summary>
internal static class DoctorCommand
{
    public static Command Create()
    {
        var command = new Command("doctor", "Check the SDK, libraries, ports, disk, permissions and the configuration.");
        PlaceOptions place = new PlaceOptions().AddTo(command);
        command.SetAction(parsed =>
        {
            bool isComplete = true;
            foreach (Finding finding in Doctor.Examine(parsed.GetValue(place.Root)!, parsed.GetValue(place.Config)!))
            {
                isComplete &= finding.Level != "fail";
                Console.WriteLine($"{finding.Level,-5} {finding.Subject,-14} {finding.Found}");
                if (finding.Remedy.Length > 0)
                    Console.WriteLine($"      {"",-14} -> {finding.Remedy}");
            }

            return isComplete ? 0 : 1;
        });
        return command;
    }
}
