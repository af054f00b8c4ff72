<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="en" sourcelanguage="en">
<context>
    <name>boxyard::ChartsTab</name>
    <message numerus="yes">
        <source>Show the last %n minute(s)</source>
        <translation>
            <numerusform>Show the last %n minute</numerusform>
            <numerusform>Show the last %n minutes</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>boxyard::CloneDialog</name>
    <message numerus="yes">
        <source>Clone %n container(s)</source>
        <translation>
            <numerusform>Clone %n container</numerusform>
            <numerusform>Clone %n containers</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Clone %n container(s)</source>
        <comment>the button: how many are made</comment>
        <translation>
            <numerusform>Clone %n container</numerusform>
            <numerusform>Clone %n containers</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>&amp;Start %n container(s) afterwards</source>
        <translation>
            <numerusform>&amp;Start %n container afterwards</numerusform>
            <numerusform>&amp;Start %n containers afterwards</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%1 will share its unchanged files with %2, at once and without taking space.</source>
        <comment>clones, sources</comment>
        <translation>
            <numerusform>%1 will share its unchanged files with %2, at once and without taking space.</numerusform>
            <numerusform>%1 will share their unchanged files with %2, at once and without taking space.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%1 will lie over the files of %2, which can&apos;t be started, renamed or deleted while it exists.</source>
        <comment>clones, sources</comment>
        <translation>
            <numerusform>%1 will lie over the files of %2, which can&apos;t be started, renamed or deleted while it exists.</numerusform>
            <numerusform>%1 will lie over the files of %2, which can&apos;t be started, renamed or deleted while one of them exists.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>All files of %2 will be copied to %1: %3.</source>
        <comment>clones, sources, size and time</comment>
        <translation>
            <numerusform>All files of %2 will be copied to %1: %3.</numerusform>
            <numerusform>All files of %2 will be copied to %1: %3.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>All files of %2 will be copied to %1.</source>
        <comment>clones, sources</comment>
        <translation>
            <numerusform>All files of %2 will be copied to %1.</numerusform>
            <numerusform>All files of %2 will be copied to %1.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%2 will be cloned to %1, by a snapshot where that is possible, else all files will be copied.</source>
        <comment>clones, sources</comment>
        <translation>
            <numerusform>%2 will be cloned to %1, by a snapshot where that is possible, else all files will be copied.</numerusform>
            <numerusform>%2 will be cloned to %1, by a snapshot where that is possible, else all files will be copied.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>It starts afterwards.</source>
        <comment>the clones</comment>
        <translation>
            <numerusform>It starts afterwards.</numerusform>
            <numerusform>They start afterwards.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Write a range as %1, counting up, of at most %n name(s).</source>
        <comment>a pattern</comment>
        <translation>
            <numerusform>Write a range as %1, counting up, of at most %n name.</numerusform>
            <numerusform>Write a range as %1, counting up, of at most %n names.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>boxyard::ContainersPage</name>
    <message numerus="yes">
        <source>%n selected</source>
        <comment>containers</comment>
        <translation>
            <numerusform>%n selected</numerusform>
            <numerusform>%n selected</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>boxyard::CostWords</name>
    <message numerus="yes">
        <source>More than %Ln file(s), more than %1; shares unchanged data at first</source>
        <translation>
            <numerusform>More than %Ln file, more than %1; shares unchanged data at first</numerusform>
            <numerusform>More than %Ln files, more than %1; shares unchanged data at first</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>More than %1, more than %Ln file(s), more than %2</source>
        <translation>
            <numerusform>More than %1, more than %Ln file, more than %2</numerusform>
            <numerusform>More than %1, more than %Ln files, more than %2</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln file(s), %1; shares unchanged data at first</source>
        <translation>
            <numerusform>%Ln file, %1; shares unchanged data at first</numerusform>
            <numerusform>%Ln files, %1; shares unchanged data at first</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%1, %Ln file(s), %2</source>
        <comment>size, files, time</comment>
        <translation>
            <numerusform>%1, %Ln file, %2</numerusform>
            <numerusform>%1, %Ln files, %2</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>boxyard::DeleteDialog</name>
    <message numerus="yes">
        <source>Delete %n container(s)?</source>
        <translation>
            <numerusform>Delete %n container?</numerusform>
            <numerusform>Delete %n containers?</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Delete %n container(s)</source>
        <comment>the button</comment>
        <translation>
            <numerusform>Delete %n container</numerusform>
            <numerusform>Delete %n containers</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Delete %n container(s)…</source>
        <comment>the button</comment>
        <translation>
            <numerusform>Delete %n container…</numerusform>
            <numerusform>Delete %n containers…</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>boxyard::FailureNotice</name>
    <message numerus="yes">
        <source>%n task(s) failed, the last one: %1</source>
        <translation>
            <numerusform>%n task failed: %1</numerusform>
            <numerusform>%n tasks failed, the last one: %1</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>boxyard::FigureWords</name>
    <message numerus="yes">
        <source>%n s</source>
        <comment>seconds</comment>
        <translation>
            <numerusform>%n s</numerusform>
            <numerusform>%n s</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n min</source>
        <comment>minutes</comment>
        <translation>
            <numerusform>%n min</numerusform>
            <numerusform>%n min</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n h</source>
        <comment>hours</comment>
        <translation>
            <numerusform>%n h</numerusform>
            <numerusform>%n h</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>boxyard::NameProblem</name>
    <message numerus="yes">
        <source>Names can have up to 63 characters; this one has %n.</source>
        <translation>
            <numerusform>Names can have up to 63 characters; this one has %n.</numerusform>
            <numerusform>Names can have up to 63 characters; this one has %n.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>boxyard::Notifier</name>
    <message numerus="yes">
        <source>%n container(s) have ended</source>
        <translation>
            <numerusform>%n container has ended</numerusform>
            <numerusform>%n containers have ended</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n task(s) failed</source>
        <translation>
            <numerusform>%n task failed</numerusform>
            <numerusform>%n tasks failed</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n task(s) done</source>
        <translation>
            <numerusform>%n task done</numerusform>
            <numerusform>%n tasks done</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>boxyard::PowerDialog</name>
    <message numerus="yes">
        <source>Kill %n container(s)?</source>
        <translation>
            <numerusform>Kill %n container?</numerusform>
            <numerusform>Kill %n containers?</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Kill %n container(s)</source>
        <comment>the button</comment>
        <translation>
            <numerusform>Kill %n container</numerusform>
            <numerusform>Kill %n containers</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Restart %n container(s)?</source>
        <translation>
            <numerusform>Restart %n container?</numerusform>
            <numerusform>Restart %n containers?</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Restart %n container(s)</source>
        <comment>the button</comment>
        <translation>
            <numerusform>Restart %n container</numerusform>
            <numerusform>Restart %n containers</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Stop %n container(s)?</source>
        <translation>
            <numerusform>Stop %n container?</numerusform>
            <numerusform>Stop %n containers?</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Stop %n container(s)</source>
        <comment>the button</comment>
        <translation>
            <numerusform>Stop %n container</numerusform>
            <numerusform>Stop %n containers</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>boxyard::PreferencesDialog</name>
    <message numerus="yes">
        <source>Every %n second(s)</source>
        <translation>
            <numerusform>Every %n second</numerusform>
            <numerusform>Every %n seconds</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n minute(s)</source>
        <translation>
            <numerusform>%n minute</numerusform>
            <numerusform>%n minutes</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n hour(s)</source>
        <translation>
            <numerusform>%n hour</numerusform>
            <numerusform>%n hours</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>boxyard::SelectionPage</name>
    <message numerus="yes">
        <source>%n container(s) selected</source>
        <translation>
            <numerusform>%n container selected</numerusform>
            <numerusform>%n containers selected</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>boxyard::TaskBar</name>
    <message numerus="yes">
        <source>%n task(s)</source>
        <translation>
            <numerusform>%n task</numerusform>
            <numerusform>%n tasks</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%1 of %n container(s) shown</source>
        <comment>after filtering</comment>
        <translation>
            <numerusform>%1 of %n container shown</numerusform>
            <numerusform>%1 of %n containers shown</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>boxyard::TerminalPane</name>
    <message numerus="yes">
        <source>Paste %n line(s)?</source>
        <translation>
            <numerusform>Paste %n line?</numerusform>
            <numerusform>Paste %n lines?</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>boxyard::Words</name>
    <message numerus="yes">
        <source>%n s</source>
        <comment>seconds</comment>
        <translation>
            <numerusform>%n s</numerusform>
            <numerusform>%n s</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n min</source>
        <comment>minutes</comment>
        <translation>
            <numerusform>%n min</numerusform>
            <numerusform>%n min</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n h</source>
        <comment>hours</comment>
        <translation>
            <numerusform>%n h</numerusform>
            <numerusform>%n h</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n day(s)</source>
        <translation>
            <numerusform>%n day</numerusform>
            <numerusform>%n days</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%1, %2 and %n more</source>
        <translation>
            <numerusform>%1, %2 and %n more</numerusform>
            <numerusform>%1, %2 and %n more</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%1 · %Ln file(s), %2 copied</source>
        <comment>share done; files; size</comment>
        <translation>
            <numerusform>%1 · %Ln file, %2 copied</numerusform>
            <numerusform>%1 · %Ln files, %2 copied</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n container(s): %1</source>
        <comment>how many of them run, and so on</comment>
        <translation>
            <numerusform>%n container: %1</numerusform>
            <numerusform>%n containers: %1</numerusform>
        </translation>
    </message>
</context>
</TS>
