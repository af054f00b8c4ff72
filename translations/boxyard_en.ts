<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="en" sourcelanguage="en">
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
        <source>Write a range as web{03..05}, counting up, of at most %n name(s).</source>
        <translation>
            <numerusform>Write a range as web{03..05}, counting up, of at most %n name.</numerusform>
            <numerusform>Write a range as web{03..05}, counting up, of at most %n names.</numerusform>
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
        <source>%1 will share its unchanged files with %2, at once and without taking space, and get a hostname and MAC addresses of its own.</source>
        <comment>clones, sources</comment>
        <translation>
            <numerusform>%1 will share its unchanged files with %2, at once and without taking space, and get a hostname and MAC addresses of its own.</numerusform>
            <numerusform>%1 will share their unchanged files with %2, at once and without taking space, and get hostnames and MAC addresses of their own.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>All files of %2 will be copied to %1, with a hostname and MAC addresses of its own.</source>
        <comment>clones, sources</comment>
        <translation>
            <numerusform>All files of %2 will be copied to %1, with a hostname and MAC addresses of its own.</numerusform>
            <numerusform>All files of %2 will be copied to %1, each with a hostname and MAC addresses of its own.</numerusform>
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
        <source>%n selected container(s) run or are busy, and will be left alone.</source>
        <translation>
            <numerusform>%n selected container runs or is busy, and will be left alone.</numerusform>
            <numerusform>%n selected containers run or are busy, and will be left alone.</numerusform>
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
    <name>boxyard::KillDialog</name>
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
</context>
<context>
    <name>boxyard::NameProblem</name>
    <message numerus="yes">
        <source>A name has at most 63 characters; this one has %n.</source>
        <translation>
            <numerusform>A name has at most 63 characters; this one has %n.</numerusform>
            <numerusform>A name has at most 63 characters; this one has %n.</numerusform>
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
        <source>%n container(s), %1 running</source>
        <translation>
            <numerusform>%n container, %1 running</numerusform>
            <numerusform>%n containers, %1 running</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n task(s)</source>
        <translation>
            <numerusform>%n task</numerusform>
            <numerusform>%n tasks</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>boxyard::TerminalView</name>
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
</context>
</TS>
