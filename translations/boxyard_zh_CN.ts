<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="zh_CN" sourcelanguage="en">
<context>
    <name>Error</name>
    <message>
        <source>“%1” can&apos;t be the name of a container.</source>
        <translation>“%1”不能用作容器的名称。</translation>
    </message>
    <message>
        <source>Use up to 63 letters, digits, dots, hyphens and underscores, beginning with a letter or a digit.</source>
        <translation>请使用最多 63 个字母、数字、点、连字符和下划线，并以字母或数字开头。</translation>
    </message>
    <message>
        <source>The value for “%1” is not allowed: %2.</source>
        <translation>“%1”的值不允许：%2。</translation>
    </message>
    <message>
        <source>Correct the value and try again.</source>
        <translation>请更正该值后重试。</translation>
    </message>
    <message>
        <source>Ask an administrator of this machine, or try again with an administrator&apos;s password.</source>
        <translation>请联系本机的管理员，或使用管理员密码重试。</translation>
    </message>
    <message>
        <source>The password was not given, so nothing was done.</source>
        <translation>没有输入密码，因此未执行任何操作。</translation>
    </message>
    <message>
        <source>Try again and give the password.</source>
        <translation>请重试并输入密码。</translation>
    </message>
    <message>
        <source>The system&apos;s authorization service (polkit) gave no answer: %2.</source>
        <translation>系统的授权服务（polkit）没有应答：%2</translation>
    </message>
    <message>
        <source>Check that polkit is installed and running, then try again.</source>
        <translation>请确认 polkit 已安装并正在运行，然后重试。</translation>
    </message>
    <message>
        <source>This program has not asked to watch the containers yet.</source>
        <translation>本程序尚未请求查看容器。</translation>
    </message>
    <message>
        <source>Choose another name.</source>
        <translation>请换一个名称。</translation>
    </message>
    <message>
        <source>Stop it first.</source>
        <translation>请先停止它。</translation>
    </message>
    <message>
        <source>Start it first.</source>
        <translation>请先启动它。</translation>
    </message>
    <message>
        <source>Wait for that task to end, or cancel it.</source>
        <translation>请等待该任务结束，或取消它。</translation>
    </message>
    <message>
        <source>Too many requests at once (%1, limit %2).</source>
        <translation>同时提出的请求过多（%1，上限 %2）。</translation>
    </message>
    <message>
        <source>Wait for some of your tasks to end.</source>
        <translation>请等待您的部分任务结束。</translation>
    </message>
    <message>
        <source>The task was cancelled; nothing of it was kept.</source>
        <translation>任务已取消，没有留下任何内容。</translation>
    </message>
    <message>
        <source>Try again; the log may say what it waited for.</source>
        <translation>请重试；日志中也许说明了它在等待什么。</translation>
    </message>
    <message>
        <source>Kill the container, or look at what its monitor process is waiting for.</source>
        <translation>请强制终止该容器，或查看其监视进程在等待什么。</translation>
    </message>
    <message>
        <source>End that user&apos;s process; Boxyard does not talk to it.</source>
        <translation>请结束该用户的进程；Boxyard 不会与它通信。</translation>
    </message>
    <message>
        <source>Use the lxc-* commands for it, or rename it with them.</source>
        <translation>请对它使用 lxc-* 命令，或用这些命令将它重命名。</translation>
    </message>
    <message>
        <source>Mount or restore it, or delete the container.</source>
        <translation>请挂载或恢复它，或删除该容器。</translation>
    </message>
    <message>
        <source>There is no space left to write “%1”.</source>
        <translation>没有剩余空间可写入“%1”。</translation>
    </message>
    <message>
        <source>“%1” can&apos;t be written: it is read-only.</source>
        <translation>“%1”无法写入：它是只读的。</translation>
    </message>
    <message>
        <source>Choose another place, or mount it writable.</source>
        <translation>请换一个位置，或以可写方式挂载它。</translation>
    </message>
    <message>
        <source>The template “%1” failed: %2.</source>
        <translation>模板“%1”失败：%2</translation>
    </message>
    <message>
        <source>The clone hook “%1” failed: %2.</source>
        <translation>克隆钩子“%1”失败：%2</translation>
    </message>
    <message>
        <source>Wait longer, or kill it; what it has not saved is lost then.</source>
        <translation>请再等一会儿，或强制终止它；这样会丢失它未保存的内容。</translation>
    </message>
    <message>
        <source>The folder for containers, %1, does not exist.</source>
        <translation>存放容器的文件夹 %1 不存在。</translation>
    </message>
    <message>
        <source>This machine can&apos;t do that: %1 (%2).</source>
        <translation>本机无法这样做：%1（%2）。</translation>
    </message>
    <message>
        <source>Install the package boxyard-helper, or ask an administrator to.</source>
        <translation>请安装软件包 boxyard-helper，或请管理员安装。</translation>
    </message>
    <message>
        <source>The connection to Boxyard&apos;s system service was lost before it answered.</source>
        <translation>在应答之前，与 Boxyard 系统服务的连接中断了。</translation>
    </message>
    <message>
        <source>The operation “%1” ended unexpectedly (%2).</source>
        <translation>操作“%1”意外结束（%2）。</translation>
    </message>
    <message>
        <source>What it had begun was undone. Try again, and report it if it happens again.</source>
        <translation>它已开始的工作已撤销。请重试；如果再次发生，请报告此问题。</translation>
    </message>
    <message>
        <source>“%1” failed: %2.</source>
        <translation>“%1”失败：%2</translation>
    </message>
    <message>
        <source>The log may say more.</source>
        <translation>日志中也许有更多信息。</translation>
    </message>
    <message>
        <source>You don&apos;t have permission to do this.</source>
        <translation>您没有执行此操作的权限。</translation>
    </message>
    <message>
        <source>Refresh, then try again.</source>
        <translation>请刷新后重试。</translation>
    </message>
    <message>
        <source>%1 does not exist.</source>
        <translation>%1 不存在。</translation>
    </message>
    <message>
        <source>It may have been renamed or deleted in the meantime. Look at the list again.</source>
        <translation>它可能已被重命名或删除；请重新查看列表。</translation>
    </message>
    <message>
        <source>There is already a container %1.</source>
        <translation>已经有一个名为 %1 的容器。</translation>
    </message>
    <message>
        <source>%1 is running.</source>
        <translation>%1 正在运行。</translation>
    </message>
    <message>
        <source>%1 is not running.</source>
        <translation>%1 没有运行。</translation>
    </message>
    <message>
        <source>%1 is being worked on (%2).</source>
        <translation>%1 正在被处理（%2）。</translation>
    </message>
    <message>
        <source>%1 was changed by somebody else in the meantime.</source>
        <translation>%1 在此期间被他人更改了。</translation>
    </message>
    <message>
        <source>Check it, then try again.</source>
        <translation>请检查后重试。</translation>
    </message>
    <message>
        <source>%1 did not finish in time (%2).</source>
        <translation>%1 没有按时完成（%2）。</translation>
    </message>
    <message>
        <source>The process that monitors %1 does not answer.</source>
        <translation>监视 %1 的进程没有应答。</translation>
    </message>
    <message>
        <source>Another user (%2) holds the control socket of %1.</source>
        <translation>另一个用户（%2）占用了 %1 的控制套接字。</translation>
    </message>
    <message>
        <source>The configuration of %1 does not load: %2.</source>
        <translation>%1 的配置无法加载：%2</translation>
    </message>
    <message>
        <source>Correct its config file; the container can be used again as soon as the file loads.</source>
        <translation>请更正其配置文件；文件能够加载后，容器即可重新使用。</translation>
    </message>
    <message>
        <source>%1 has a name that Boxyard does not handle.</source>
        <translation>%1 的名称不受 Boxyard 支持。</translation>
    </message>
    <message>
        <source>%1 can&apos;t be started, renamed or deleted while its files are needed by %2.</source>
        <translation>在 %2 还需要其文件期间，不能启动、重命名或删除 %1。</translation>
    </message>
    <message>
        <source>Delete those first, or make a full clone of it and work with that.</source>
        <translation>请先删除这些容器，或完整克隆一份来使用。</translation>
    </message>
    <message>
        <source>The root file system of %1 is missing: %2.</source>
        <translation>%1 的根文件系统缺失：%2</translation>
    </message>
    <message>
        <source>Free some space on that disk and try again. Nothing incomplete was kept.</source>
        <translation>请在该磁盘上腾出空间后重试。未完成的内容没有保留。</translation>
    </message>
    <message>
        <source>The log has its whole output. Nothing incomplete was kept.</source>
        <translation>它的全部输出都在日志中。未完成的内容没有保留。</translation>
    </message>
    <message>
        <source>The log has its whole output. Correct the hook, or clone without hooks. Nothing incomplete was kept.</source>
        <translation>它的全部输出都在日志中。请更正该钩子，或不运行钩子进行克隆。未完成的内容没有保留。</translation>
    </message>
    <message>
        <source>%1 did not start: %2.</source>
        <translation>%1 没有启动：%2</translation>
    </message>
    <message>
        <source>The log has everything that LXC reported. A mount entry, the network or the root file system is often the cause.</source>
        <translation>LXC 报告的全部内容都在日志中。原因往往是挂载条目、网络或根文件系统。</translation>
    </message>
    <message>
        <source>%1 was asked to stop and still runs after %2.</source>
        <translation>已要求 %1 停止，但 %2 之后它仍在运行。</translation>
    </message>
    <message>
        <source>Install LXC, or create the folder.</source>
        <translation>请安装 LXC，或创建该文件夹。</translation>
    </message>
    <message>
        <source>Boxyard&apos;s system service is not installed, or it could not be started.</source>
        <translation>Boxyard 的系统服务尚未安装，或无法启动。</translation>
    </message>
    <message>
        <source>Boxyard reconnects by itself. Then look at the list to see what was done.</source>
        <translation>Boxyard 会自动重新连接。之后请查看列表，了解已完成的操作。</translation>
    </message>
    <message>
        <source>Boxyard&apos;s system service is older than this program.</source>
        <translation>Boxyard 的系统服务比本程序旧。</translation>
    </message>
    <message>
        <source>Install the same version of the packages boxyard and boxyard-helper.</source>
        <translation>请安装版本相同的 boxyard 和 boxyard-helper 软件包。</translation>
    </message>
    <message>
        <source>Boxyard&apos;s system service has version %2, this program %1.</source>
        <translation>Boxyard 系统服务的版本为 %2，本程序为 %1。</translation>
    </message>
    <message>
        <source>Create the bridge %1 on this machine, or correct the lxc.net lines of the config file.</source>
        <translation>请在本机创建网桥 %1，或更正配置文件中的 lxc.net 行。</translation>
    </message>
    <message>
        <source>Create the network interface %1 on this machine, or correct the lxc.net lines of the config file.</source>
        <translation>请在本机创建网络接口 %1，或更正配置文件中的 lxc.net 行。</translation>
    </message>
    <message>
        <source>Check that %1 exists on this machine, or remove its lxc.mount.entry from the config file.</source>
        <translation>请确认本机存在 %1，或从配置文件中删除对应的 lxc.mount.entry。</translation>
    </message>
    <message>
        <source>The container has no program %1 that can be run. Check its root file system and architecture.</source>
        <translation>容器中没有可运行的程序 %1。请检查其根文件系统和架构。</translation>
    </message>
</context>
<context>
    <name>boxyard::AboutDialog</name>
    <message>
        <source>About Boxyard</source>
        <translation>关于 Boxyard</translation>
    </message>
    <message>
        <source>unknown</source>
        <translation>未知</translation>
    </message>
    <message>
        <source>Boxyard</source>
        <translation>Boxyard</translation>
    </message>
    <message>
        <source>Linux containers on your desktop</source>
        <translation>桌面上的 Linux 容器</translation>
    </message>
    <message>
        <source>Program %1 · system service %2 · LXC %3</source>
        <translation>程序 %1 · 系统服务 %2 · LXC %3</translation>
    </message>
    <message>
        <source>Free software under the GNU General Public License, version 2 or later.</source>
        <translation>自由软件，遵循 GNU 通用公共许可证第 2 版或更高版本。</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>关闭</translation>
    </message>
</context>
<context>
    <name>boxyard::Banner</name>
    <message>
        <source>Close this message</source>
        <translation>关闭此消息</translation>
    </message>
    <message>
        <source>Message</source>
        <translation>消息</translation>
    </message>
</context>
<context>
    <name>boxyard::ChartWidget</name>
    <message>
        <source>limit %1</source>
        <translation>上限 %1</translation>
    </message>
    <message>
        <source>%1: %2</source>
        <comment>name, value</comment>
        <translation>%1：%2</translation>
    </message>
    <message>
        <source>%1: now %2, lowest %3, highest %4.</source>
        <comment>name, three values</comment>
        <translation>%1：当前 %2，最低 %3，最高 %4。</translation>
    </message>
    <message>
        <source>The last %1.</source>
        <comment>a time</comment>
        <translation>最近 %1。</translation>
    </message>
    <message>
        <source>%1 · %2</source>
        <comment>clock time, how long ago</comment>
        <translation>%1 · %2</translation>
    </message>
    <message>
        <source>no data</source>
        <translation>无数据</translation>
    </message>
    <message>
        <source>There are no data yet.</source>
        <translation>还没有数据。</translation>
    </message>
</context>
<context>
    <name>boxyard::ChartsTab</name>
    <message>
        <source>The last</source>
        <translation>最近</translation>
    </message>
    <message numerus="yes">
        <source>Show the last %n minute(s)</source>
        <translation>
            <numerusform>显示最近 %n 分钟</numerusform>
        </translation>
    </message>
    <message>
        <source>CPU</source>
        <translation>CPU</translation>
    </message>
    <message>
        <source>Memory</source>
        <translation>内存</translation>
    </message>
    <message>
        <source>in use</source>
        <translation>已用</translation>
    </message>
    <message>
        <source>cache</source>
        <translation>缓存</translation>
    </message>
    <message>
        <source>Disk</source>
        <translation>磁盘</translation>
    </message>
    <message>
        <source>read</source>
        <translation>读取</translation>
    </message>
    <message>
        <source>written</source>
        <translation>写入</translation>
    </message>
    <message>
        <source>Network</source>
        <translation>网络</translation>
    </message>
    <message>
        <source>received</source>
        <translation>接收</translation>
    </message>
    <message>
        <source>sent</source>
        <translation>发送</translation>
    </message>
    <message>
        <source>not running</source>
        <translation>未运行</translation>
    </message>
    <message>
        <source>pressure %1</source>
        <comment>share of time</comment>
        <translation>压力 %1</translation>
    </message>
    <message>
        <source>The share of the last 10 seconds in which something in the container had to wait for it</source>
        <translation>最近 10 秒内，容器中有任务必须等待该资源的时间比例</translation>
    </message>
    <message>
        <source>The container is not running</source>
        <translation>容器未运行</translation>
    </message>
    <message>
        <source>Collecting data…</source>
        <translation>正在收集数据…</translation>
    </message>
    <message>
        <source>No data</source>
        <translation>没有数据</translation>
    </message>
</context>
<context>
    <name>boxyard::CloneDialog</name>
    <message>
        <source>Clone %1</source>
        <translation>克隆 %1</translation>
    </message>
    <message numerus="yes">
        <source>Clone %n container(s)</source>
        <translation>
            <numerusform>克隆 %n 个容器</numerusform>
        </translation>
    </message>
    <message>
        <source>Number of clones</source>
        <translation>克隆的数量</translation>
    </message>
    <message>
        <source>Container path</source>
        <translation>容器路径</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>名称</translation>
    </message>
    <message>
        <source>&amp;Name:</source>
        <translation>名称(&amp;N)：</translation>
    </message>
    <message>
        <source>N&amp;umber:</source>
        <translation>数量(&amp;U)：</translation>
    </message>
    <message>
        <source>Ending of the names</source>
        <translation>名称的后缀</translation>
    </message>
    <message>
        <source>&amp;Ending of the names:</source>
        <translation>名称的后缀(&amp;E)：</translation>
    </message>
    <message>
        <source>Container &amp;path:</source>
        <translation>容器路径(&amp;P)：</translation>
    </message>
    <message numerus="yes">
        <source>Clone %n container(s)</source>
        <comment>the button: how many are made</comment>
        <translation>
            <numerusform>克隆 %n 个容器</numerusform>
        </translation>
    </message>
    <message>
        <source>Clone</source>
        <translation>克隆</translation>
    </message>
    <message>
        <source>There is no connection at the moment.</source>
        <translation>目前没有连接。</translation>
    </message>
    <message>
        <source>Run the container&apos;s own clone &amp;hooks</source>
        <translation>运行容器自带的克隆钩子(&amp;H)</translation>
    </message>
    <message>
        <source>How:</source>
        <translation>方式：</translation>
    </message>
    <message>
        <source>More</source>
        <translation>更多</translation>
    </message>
    <message>
        <source>What the clone gets of its own, and hooks</source>
        <translation>克隆自有的内容，以及钩子</translation>
    </message>
    <message>
        <source>There is not enough space for that: %1 would be needed, and %2 are free.</source>
        <translation>空间不足：需要 %1，可用 %2。</translation>
    </message>
    <message>
        <source>The configuration has none.</source>
        <translation>配置中没有钩子。</translation>
    </message>
    <message>
        <source>They run as root on this machine, outside the container. Leave this off unless you know them.</source>
        <translation>钩子以 root 身份在本机上、容器之外运行。除非了解它们，否则请不要勾选。</translation>
    </message>
    <message>
        <source>Looking at what it costs…</source>
        <translation>正在估算开销…</translation>
    </message>
    <message>
        <source>What it costs is not known: %1</source>
        <translation>无法得知开销：%1</translation>
    </message>
    <message numerus="yes">
        <source>&amp;Start %n container(s) afterwards</source>
        <translation>
            <numerusform>完成后启动这 %n 个容器(&amp;S)</numerusform>
        </translation>
    </message>
    <message>
        <source>&amp;Start it afterwards</source>
        <translation>完成后启动(&amp;S)</translation>
    </message>
    <message numerus="yes">
        <source>%1 will share its unchanged files with %2, at once and without taking space.</source>
        <comment>clones, sources</comment>
        <translation>
            <numerusform>%1 将与 %2 共享未更改的文件，立即完成且不占用空间。</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%1 will lie over the files of %2, which can&apos;t be started, renamed or deleted while it exists.</source>
        <comment>clones, sources</comment>
        <translation>
            <numerusform>%1 将叠加在 %2 的文件之上；只要它存在，后者就不能启动、重命名或删除。</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>All files of %2 will be copied to %1: %3.</source>
        <comment>clones, sources, size and time</comment>
        <translation>
            <numerusform>%2 的所有文件将复制到 %1：%3。</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>All files of %2 will be copied to %1.</source>
        <comment>clones, sources</comment>
        <translation>
            <numerusform>%2 的所有文件将复制到 %1。</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%2 will be cloned to %1, by a snapshot where that is possible, else all files will be copied.</source>
        <comment>clones, sources</comment>
        <translation>
            <numerusform>%2 将克隆为 %1：可能时使用快照，否则复制所有文件。</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>It starts afterwards.</source>
        <comment>the clones</comment>
        <translation>
            <numerusform>完成后将启动。</numerusform>
        </translation>
    </message>
    <message>
        <source>Each clone has its own host name and line in /etc/hosts, machine-id, SSH host keys (created at its first start), random seed, DHCP leases and MAC addresses.</source>
        <translation>每个克隆都有自己的主机名及其在 /etc/hosts 中的条目、machine-id、SSH 主机密钥（首次启动时生成）、随机种子、DHCP 租约和 MAC 地址。</translation>
    </message>
    <message>
        <source>Several at once: %1 stands for %2.</source>
        <comment>a pattern, names</comment>
        <translation>批量克隆：%1 表示 %2。</translation>
    </message>
    <message numerus="yes">
        <source>Write a range as %1, counting up, of at most %n name(s).</source>
        <comment>a pattern</comment>
        <translation>
            <numerusform>范围请写成 %1 的形式，从小到大，最多 %n 个名称。</numerusform>
        </translation>
    </message>
    <message>
        <source>Choose another name.</source>
        <translation>请换一个名称。</translation>
    </message>
    <message>
        <source>%1 will be created: %2.</source>
        <comment>clones, how</comment>
        <translation>将创建 %1：%2。</translation>
    </message>
</context>
<context>
    <name>boxyard::ConfirmDialog</name>
    <message>
        <source>Do not ask again</source>
        <translation>不再询问</translation>
    </message>
</context>
<context>
    <name>boxyard::ContainerActions</name>
    <message>
        <source>Cancel the task</source>
        <translation>取消任务</translation>
    </message>
    <message>
        <source>Dismiss the error</source>
        <translation>忽略错误</translation>
    </message>
    <message>
        <source>Clone…</source>
        <translation>克隆…</translation>
    </message>
    <message>
        <source>Start</source>
        <translation>启动</translation>
    </message>
    <message>
        <source>Stop</source>
        <translation>停止</translation>
    </message>
    <message>
        <source>Kill…</source>
        <translation>强制终止…</translation>
    </message>
    <message>
        <source>Restart</source>
        <translation>重新启动</translation>
    </message>
    <message>
        <source>Freeze</source>
        <translation>冻结</translation>
    </message>
    <message>
        <source>Unfreeze</source>
        <translation>解冻</translation>
    </message>
    <message>
        <source>Rename…</source>
        <translation>重命名…</translation>
    </message>
    <message>
        <source>Delete…</source>
        <translation>删除…</translation>
    </message>
    <message>
        <source>Open a shell</source>
        <translation>打开 Shell</translation>
    </message>
    <message>
        <source>%1 (%2)</source>
        <comment>action, its keys</comment>
        <translation>%1（%2）</translation>
    </message>
    <message>
        <source>Select a container first.</source>
        <translation>请先选择一个容器。</translation>
    </message>
    <message>
        <source>Select one container only.</source>
        <translation>请只选择一个容器。</translation>
    </message>
    <message>
        <source>Cancel the series of clones</source>
        <translation>取消整批克隆</translation>
    </message>
    <message>
        <source>Create…</source>
        <translation>创建…</translation>
    </message>
</context>
<context>
    <name>boxyard::ContainerModel</name>
    <message>
        <source>%1 +%2</source>
        <comment>an address, how many more</comment>
        <translation>%1 +%2</translation>
    </message>
    <message>
        <source>%1 %2</source>
        <comment>work, share done</comment>
        <translation>%1 %2</translation>
    </message>
    <message>
        <source>Failed</source>
        <translation>失败</translation>
    </message>
    <message>
        <source>Broken</source>
        <translation>已损坏</translation>
    </message>
    <message>
        <source>Unprivileged</source>
        <translation>非特权</translation>
    </message>
    <message>
        <source>Privileged</source>
        <translation>特权</translation>
    </message>
    <message>
        <source>Yes</source>
        <translation>是</translation>
    </message>
    <message>
        <source>State</source>
        <translation>状态</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>名称</translation>
    </message>
    <message>
        <source>Address</source>
        <translation>地址</translation>
    </message>
    <message>
        <source>Running for</source>
        <translation>已运行</translation>
    </message>
    <message>
        <source>Isolation</source>
        <translation>隔离</translation>
    </message>
    <message>
        <source>Storage</source>
        <translation>存储</translation>
    </message>
    <message>
        <source>Starts with the host</source>
        <translation>随主机启动</translation>
    </message>
    <message>
        <source>Container path</source>
        <translation>容器路径</translation>
    </message>
    <message>
        <source>CPU</source>
        <translation>CPU</translation>
    </message>
    <message>
        <source>Memory</source>
        <translation>内存</translation>
    </message>
    <message>
        <source>%1 (last known)</source>
        <comment>state</comment>
        <translation>%1（上次获知）</translation>
    </message>
</context>
<context>
    <name>boxyard::ContainerPage</name>
    <message>
        <source>Pages of the container</source>
        <translation>容器的页面</translation>
    </message>
    <message>
        <source>Overview</source>
        <translation>概览</translation>
    </message>
    <message>
        <source>Terminal</source>
        <translation>终端</translation>
    </message>
    <message>
        <source>Details</source>
        <translation>详情</translation>
    </message>
    <message>
        <source>Next tab</source>
        <translation>下一个标签页</translation>
    </message>
    <message>
        <source>Previous tab</source>
        <translation>上一个标签页</translation>
    </message>
    <message>
        <source>More actions</source>
        <translation>更多操作</translation>
    </message>
    <message>
        <source>Charts</source>
        <translation>图表</translation>
    </message>
    <message>
        <source>Copy the path</source>
        <translation>复制路径</translation>
    </message>
    <message>
        <source>%1 · just started</source>
        <comment>state</comment>
        <translation>%1 · 刚刚启动</translation>
    </message>
    <message>
        <source>%1 · %2</source>
        <comment>state, how long</comment>
        <translation>%1 · %2</translation>
    </message>
    <message>
        <source>%1 · started %2 ago</source>
        <comment>state that is not Running, how long ago</comment>
        <translation>%1 · %2前启动</translation>
    </message>
</context>
<context>
    <name>boxyard::ContainerView</name>
    <message>
        <source>Containers</source>
        <translation>容器</translation>
    </message>
    <message>
        <source>Columns</source>
        <translation>列</translation>
    </message>
    <message>
        <source>Reset the columns</source>
        <translation>重置各列</translation>
    </message>
</context>
<context>
    <name>boxyard::ContainersPage</name>
    <message>
        <source>Filter</source>
        <translation>筛选</translation>
    </message>
    <message>
        <source>Filter the containers</source>
        <translation>筛选容器</translation>
    </message>
    <message>
        <source>Shows the containers that have these words in their name, state, address or path (%1)</source>
        <translation>显示名称、状态、地址或路径中含有这些词的容器（%1）</translation>
    </message>
    <message numerus="yes">
        <source>%n selected</source>
        <comment>containers</comment>
        <translation>
            <numerusform>已选择 %n 个</numerusform>
        </translation>
    </message>
    <message>
        <source>Clear the filter</source>
        <translation>清除筛选</translation>
    </message>
    <message>
        <source>No containers yet</source>
        <translation>还没有容器</translation>
    </message>
    <message>
        <source>A container is a Linux system of its own that shares this machine&apos;s kernel: it starts in a second and costs next to nothing.</source>
        <translation>容器是一个独立的 Linux 系统，与本机共用内核：一秒即可启动，几乎不占资源。</translation>
    </message>
    <message>
        <source>Create a container</source>
        <translation>创建容器</translation>
    </message>
    <message>
        <source>No container selected</source>
        <translation>未选择容器</translation>
    </message>
    <message>
        <source>Choose one in the list to see its page.</source>
        <translation>在列表中选择一个以查看其页面。</translation>
    </message>
    <message>
        <source>Go to the list</source>
        <translation>转到列表</translation>
    </message>
    <message>
        <source>There may be some among those that are not “%1”.</source>
        <translation>不属于“%1”的容器中可能有匹配的。</translation>
    </message>
    <message>
        <source>No container is shown.</source>
        <translation>没有显示任何容器。</translation>
    </message>
    <message>
        <source>No container is “%1”</source>
        <comment>a kind of containers</comment>
        <translation>没有“%1”的容器</translation>
    </message>
    <message>
        <source>No container matches “%1”</source>
        <translation>没有匹配“%1”的容器</translation>
    </message>
</context>
<context>
    <name>boxyard::CostWords</name>
    <message>
        <source>Full copy</source>
        <translation>完整复制</translation>
    </message>
    <message>
        <source>Snapshot (Btrfs)</source>
        <translation>快照（Btrfs）</translation>
    </message>
    <message>
        <source>Overlay</source>
        <translation>叠加（Overlay）</translation>
    </message>
    <message>
        <source>Automatic</source>
        <translation>自动</translation>
    </message>
    <message>
        <source>under a second</source>
        <translation>不到 1 秒</translation>
    </message>
    <message>
        <source>about %1</source>
        <comment>duration, as measured here</comment>
        <translation>约 %1</translation>
    </message>
    <message>
        <source>perhaps %1</source>
        <comment>duration, a guess</comment>
        <translation>可能 %1</translation>
    </message>
    <message numerus="yes">
        <source>More than %Ln file(s), more than %1; shares unchanged data at first</source>
        <translation>
            <numerusform>超过 %Ln 个文件，超过 %1；起初共享未更改的数据</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>More than %1, more than %Ln file(s), more than %2</source>
        <translation>
            <numerusform>超过 %1，超过 %Ln 个文件，超过 %2</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln file(s), %1; shares unchanged data at first</source>
        <translation>
            <numerusform>%Ln 个文件，%1；起初共享未更改的数据</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%1, %Ln file(s), %2</source>
        <comment>size, files, time</comment>
        <translation>
            <numerusform>%1，%Ln 个文件，%2</numerusform>
        </translation>
    </message>
    <message>
        <source>No space at first, %1</source>
        <comment>time</comment>
        <translation>初始不占空间，%1</translation>
    </message>
    <message>
        <source>%1 and %2</source>
        <comment>size, time</comment>
        <translation>%1，%2</translation>
    </message>
    <message>
        <source>more than %1 and %2</source>
        <comment>size, time</comment>
        <translation>超过 %1，超过 %2</translation>
    </message>
    <message>
        <source>Needs source and clone on the same Btrfs; the container path is elsewhere, on %1.</source>
        <translation>需要源和克隆位于同一个 Btrfs 上；所选容器路径位于别处（%1）。</translation>
    </message>
    <message>
        <source>Not possible with this kernel, or not on %1.</source>
        <comment>file system</comment>
        <translation>此内核不支持，或 %1 上不支持。</translation>
    </message>
    <message>
        <source>Needs %1 to be stopped: nothing may change under an overlay.</source>
        <translation>需要先停止 %1：叠加层下方的文件不能再改动。</translation>
    </message>
    <message>
        <source>Not possible with the storage of %1: %2.</source>
        <translation>%1 的存储方式不支持：%2。</translation>
    </message>
    <message>
        <source>Not enough space: %1 needed, %2 free.</source>
        <translation>空间不足：需要 %1，可用 %2。</translation>
    </message>
    <message>
        <source>The container path can&apos;t be written to.</source>
        <translation>容器路径不可写。</translation>
    </message>
    <message>
        <source>Not possible here: %1.</source>
        <translation>此处不可行：%1。</translation>
    </message>
    <message>
        <source>Automatic (full copy)</source>
        <translation>自动（完整复制）</translation>
    </message>
    <message>
        <source>Automatic (snapshot)</source>
        <translation>自动（快照）</translation>
    </message>
    <message>
        <source>Automatic (overlay)</source>
        <translation>自动（叠加）</translation>
    </message>
    <message>
        <source>No space at first, %1. From then on %2 must stay as it is.</source>
        <comment>time, containers</comment>
        <translation>初始不占空间，%1。此后 %2 必须保持不变。</translation>
    </message>
    <message>
        <source>%1 by a snapshot</source>
        <comment>containers</comment>
        <translation>%1 使用快照</translation>
    </message>
    <message>
        <source>%1 by an overlay</source>
        <comment>containers</comment>
        <translation>%1 使用叠加</translation>
    </message>
    <message>
        <source>%1 by a full copy (%2)</source>
        <comment>containers, size and time</comment>
        <translation>%1 完整复制（%2）</translation>
    </message>
    <message>
        <source>, </source>
        <comment>between parts of a sentence</comment>
        <translation>，</translation>
    </message>
    <message>
        <source>Not possible for %1: a plain folder on %2, not a Btrfs subvolume.</source>
        <comment>containers, file system</comment>
        <translation>%1 不支持：它是 %2 上的普通目录，而不是 Btrfs 子卷。</translation>
    </message>
</context>
<context>
    <name>boxyard::CreateDialog</name>
    <message>
        <source>Create a container</source>
        <translation>创建容器</translation>
    </message>
    <message>
        <source>Create</source>
        <translation>创建</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>名称</translation>
    </message>
    <message>
        <source>for example web1</source>
        <translation>例如 web1</translation>
    </message>
    <message>
        <source>Template</source>
        <translation>模板</translation>
    </message>
    <message>
        <source>Container path</source>
        <translation>容器路径</translation>
    </message>
    <message>
        <source>&amp;Name:</source>
        <translation>名称(&amp;N)：</translation>
    </message>
    <message>
        <source>Container &amp;path:</source>
        <translation>容器路径(&amp;P)：</translation>
    </message>
    <message>
        <source>&amp;Template:</source>
        <translation>模板(&amp;T)：</translation>
    </message>
    <message>
        <source>More</source>
        <translation>更多</translation>
    </message>
    <message>
        <source>Storage and privileges</source>
        <translation>存储和特权</translation>
    </message>
    <message>
        <source>Storage</source>
        <translation>存储</translation>
    </message>
    <message>
        <source>Automatic</source>
        <translation>自动</translation>
    </message>
    <message>
        <source>&amp;Storage:</source>
        <translation>存储(&amp;S)：</translation>
    </message>
    <message>
        <source>Privileges:</source>
        <translation>特权：</translation>
    </message>
    <message>
        <source>The template&apos;s default</source>
        <translation>模板的默认值</translation>
    </message>
    <message>
        <source>%1:</source>
        <comment>label of a field</comment>
        <translation>%1：</translation>
    </message>
    <message>
        <source>Unprivileged containers are not possible on this machine: %1</source>
        <translation>本机无法创建非特权容器：%1</translation>
    </message>
    <message>
        <source>%1 is missing.</source>
        <translation>缺少%1。</translation>
    </message>
    <message>
        <source>%1: “%2” is not allowed.</source>
        <comment>label, value</comment>
        <translation>%1：不允许“%2”。</translation>
    </message>
    <message>
        <source>Automatic: a Btrfs subvolume, so that clones take no time and no space.</source>
        <translation>自动：Btrfs 子卷，克隆因此不花时间也不占空间。</translation>
    </message>
    <message>
        <source>A Btrfs subvolume needs a container path on Btrfs; this one is on %1.</source>
        <translation>Btrfs 子卷要求容器路径位于 Btrfs 上；此路径位于 %1 上。</translation>
    </message>
    <message>
        <source>&amp;Start it afterwards</source>
        <translation>完成后启动(&amp;S)</translation>
    </message>
    <message>
        <source>Privileged container</source>
        <translation>特权容器</translation>
    </message>
    <message>
        <source>This template can only create privileged containers.</source>
        <translation>此模板只能创建特权容器。</translation>
    </message>
    <message>
        <source>Root inside it would be root on the host. Leave this off unless you need it.</source>
        <translation>其中的 root 就是主机上的 root。除非需要，否则请不要勾选。</translation>
    </message>
    <message>
        <source>Choose another name.</source>
        <translation>请换一个名称。</translation>
    </message>
    <message>
        <source>%1 will be created as an unprivileged container.</source>
        <translation>%1 将创建为非特权容器。</translation>
    </message>
    <message>
        <source>%1 will be created as a privileged container: root inside it is root on the host.</source>
        <translation>%1 将创建为特权容器：其中的 root 就是主机上的 root。</translation>
    </message>
    <message>
        <source>It starts afterwards.</source>
        <translation>完成后将启动。</translation>
    </message>
    <message>
        <source> </source>
        <comment>between two sentences</comment>
        <translation></translation>
    </message>
</context>
<context>
    <name>boxyard::DeleteDialog</name>
    <message>
        <source>Delete %1?</source>
        <translation>删除 %1？</translation>
    </message>
    <message numerus="yes">
        <source>Delete %n container(s)?</source>
        <translation>
            <numerusform>删除 %n 个容器？</numerusform>
        </translation>
    </message>
    <message>
        <source>Delete</source>
        <translation>删除</translation>
    </message>
    <message numerus="yes">
        <source>Delete %n container(s)</source>
        <comment>the button</comment>
        <translation>
            <numerusform>删除 %n 个容器</numerusform>
        </translation>
    </message>
    <message>
        <source>There is no connection at the moment.</source>
        <translation>目前没有连接。</translation>
    </message>
    <message>
        <source>This folder and everything in it will be gone:</source>
        <translation>以下文件夹及其中的一切将被删除：</translation>
    </message>
    <message>
        <source>These folders and everything in them will be gone:</source>
        <translation>以下文件夹及其中的一切将被删除：</translation>
    </message>
    <message>
        <source>Type the name %1 to confirm:</source>
        <translation>请输入名称 %1 以确认：</translation>
    </message>
    <message>
        <source>Type the number %1 to confirm:</source>
        <translation>请输入数字 %1 以确认：</translation>
    </message>
    <message>
        <source>%1 It will be kept.</source>
        <comment>why one container is not deleted: a sentence</comment>
        <translation>%1它不会被删除。</translation>
    </message>
    <message>
        <source>%1 can&apos;t be deleted now and will be kept.</source>
        <comment>several containers</comment>
        <translation>%1 目前不能删除，将予以保留。</translation>
    </message>
    <message>
        <source>%1 can&apos;t be deleted</source>
        <translation>无法删除 %1</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>关闭</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>取消</translation>
    </message>
    <message>
        <source>%1 is an overlay on it and needs its files.</source>
        <translation>%1 是叠加在它之上的克隆，需要它的文件。</translation>
    </message>
    <message>
        <source>%1 are overlays on it and need its files.</source>
        <translation>%1 是叠加在它之上的克隆，需要它的文件。</translation>
    </message>
    <message>
        <source>Delete %1…</source>
        <translation>删除 %1…</translation>
    </message>
    <message numerus="yes">
        <source>Delete %n container(s)…</source>
        <comment>the button</comment>
        <translation>
            <numerusform>删除 %n 个容器…</numerusform>
        </translation>
    </message>
    <message>
        <source>Delete %1 first. To keep what is in it, make a full clone of it before that.</source>
        <translation>请先删除 %1。若要保留其中的内容，请在此之前为它做一份完整克隆。</translation>
    </message>
    <message>
        <source>Delete them first. To keep what is in one, make a full clone of it before that.</source>
        <translation>请先删除这些容器。若要保留其中的内容，请在此之前为相应的容器做一份完整克隆。</translation>
    </message>
    <message>
        <source>Everything in %1 will be deleted. This can&apos;t be undone.</source>
        <translation>%1 中的一切将被删除，且无法撤销。</translation>
    </message>
    <message>
        <source>Only a configuration will be deleted: the root file system is missing already.</source>
        <translation>只会删除配置：根文件系统早已缺失。</translation>
    </message>
</context>
<context>
    <name>boxyard::Eligibility</name>
    <message>
        <source>There is no connection at the moment.</source>
        <translation>目前没有连接。</translation>
    </message>
    <message>
        <source>%1 is frozen. Unfreeze it first.</source>
        <translation>%1 已冻结，请先解冻。</translation>
    </message>
    <message>
        <source>%1 is frozen already.</source>
        <translation>%1 已经冻结。</translation>
    </message>
    <message>
        <source>%1 is not frozen.</source>
        <translation>%1 没有冻结。</translation>
    </message>
    <message>
        <source>This is not possible here.</source>
        <translation>这里无法执行此操作。</translation>
    </message>
    <message>
        <source>No LXC templates are installed.</source>
        <translation>没有安装 LXC 模板。</translation>
    </message>
    <message>
        <source>A password will be asked for.</source>
        <translation>将要求输入密码。</translation>
    </message>
    <message>
        <source>You don&apos;t have permission to do this on this machine.</source>
        <translation>您在本机没有执行此操作的权限。</translation>
    </message>
</context>
<context>
    <name>boxyard::EmptyPage</name>
    <message>
        <source>Copy the command</source>
        <translation>复制命令</translation>
    </message>
    <message>
        <source>In progress</source>
        <translation>进行中</translation>
    </message>
    <message>
        <source>Command</source>
        <translation>命令</translation>
    </message>
</context>
<context>
    <name>boxyard::FailureNotice</name>
    <message>
        <source>Details</source>
        <translation>详情</translation>
    </message>
    <message numerus="yes">
        <source>%n task(s) failed, the last one: %1</source>
        <translation>
            <numerusform>%n 个任务失败，最后一个：%1</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>boxyard::FigureWords</name>
    <message>
        <source>%1 %</source>
        <comment>percent</comment>
        <translation>%1%</translation>
    </message>
    <message>
        <source>%1/s</source>
        <comment>bytes a second</comment>
        <translation>%1/秒</translation>
    </message>
    <message>
        <source>This machine does not count this for the container.</source>
        <translation>这台机器不为该容器统计此项。</translation>
    </message>
    <message>
        <source>The container shares the host&apos;s network; what it sends can&apos;t be told apart.</source>
        <translation>该容器与主机共用网络，无法区分它的流量。</translation>
    </message>
    <message>
        <source>hidden</source>
        <translation>已隐藏</translation>
    </message>
    <message>
        <source>not counted</source>
        <translation>未统计</translation>
    </message>
    <message>
        <source>unreadable</source>
        <translation>无法读取</translation>
    </message>
    <message numerus="yes">
        <source>%n s</source>
        <comment>seconds</comment>
        <translation>
            <numerusform>%n 秒</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n min</source>
        <comment>minutes</comment>
        <translation>
            <numerusform>%n 分钟</numerusform>
        </translation>
    </message>
    <message>
        <source>%1 %2</source>
        <comment>minutes, seconds</comment>
        <translation>%1 %2</translation>
    </message>
    <message>
        <source>now</source>
        <translation>现在</translation>
    </message>
    <message>
        <source>%1 ago</source>
        <comment>a time</comment>
        <translation>%1前</translation>
    </message>
    <message>
        <source>%1 of %2 allowed</source>
        <comment>two figures</comment>
        <translation>%1，上限 %2</translation>
    </message>
    <message numerus="yes">
        <source>%n h</source>
        <comment>hours</comment>
        <translation>
            <numerusform>%n 小时</numerusform>
        </translation>
    </message>
    <message>
        <source>%1 B</source>
        <comment>bytes</comment>
        <translation>%1 B</translation>
    </message>
    <message>
        <source>Charts appear while the container runs.</source>
        <translation>容器运行时会显示图表。</translation>
    </message>
    <message>
        <source>The first data come in a few seconds.</source>
        <translation>几秒后出现第一批数据。</translation>
    </message>
    <message>
        <source>There was an interruption; it goes on in a second.</source>
        <translation>出现了中断，一秒后继续。</translation>
    </message>
    <message>
        <source>This machine hides other users&apos; processes (hidepid), so this can&apos;t be read.</source>
        <translation>这台机器隐藏其他用户的进程（hidepid），因此无法读取该容器的数据。</translation>
    </message>
    <message>
        <source>The kernel&apos;s counters of the container can&apos;t be read.</source>
        <translation>无法读取该容器的内核计数器。</translation>
    </message>
    <message>
        <source>not running</source>
        <comment>a container, instead of a figure</comment>
        <translation>未运行</translation>
    </message>
</context>
<context>
    <name>boxyard::FindBar</name>
    <message>
        <source>Tell capital letters from small ones</source>
        <translation>区分大小写</translation>
    </message>
    <message>
        <source>The one before (Enter)</source>
        <translation>上一处（Enter）</translation>
    </message>
    <message>
        <source>The one after (Shift+Enter)</source>
        <translation>下一处（Shift+Enter）</translation>
    </message>
    <message>
        <source>Close (Escape)</source>
        <translation>关闭（Esc）</translation>
    </message>
    <message>
        <source>Find in the terminal</source>
        <translation>在终端中查找</translation>
    </message>
    <message>
        <source>Not found</source>
        <translation>未找到</translation>
    </message>
    <message>
        <source>%1 of %2</source>
        <comment>which match, how many</comment>
        <translation>第 %1 处，共 %2 处</translation>
    </message>
</context>
<context>
    <name>boxyard::KindButton</name>
    <message>
        <source>Running</source>
        <comment>containers</comment>
        <translation>运行中</translation>
    </message>
    <message>
        <source>Frozen</source>
        <comment>containers</comment>
        <translation>已冻结</translation>
    </message>
    <message>
        <source>Stopped</source>
        <comment>containers</comment>
        <translation>已停止</translation>
    </message>
    <message>
        <source>At work</source>
        <comment>containers that a task works on</comment>
        <translation>处理中</translation>
    </message>
    <message>
        <source>In trouble</source>
        <comment>containers with a problem or a failure</comment>
        <translation>有问题</translation>
    </message>
    <message>
        <source>All</source>
        <comment>containers</comment>
        <translation>全部</translation>
    </message>
    <message>
        <source>%1 (%2)</source>
        <comment>kind of containers, how many</comment>
        <translation>%1（%2）</translation>
    </message>
    <message>
        <source>Show only some of the containers, by their state</source>
        <translation>按状态只显示一部分容器</translation>
    </message>
    <message>
        <source>Shown: %1. Others are left out.</source>
        <translation>正在显示：%1，其余的已略去。</translation>
    </message>
    <message>
        <source>Show: %1</source>
        <comment>kind of containers</comment>
        <translation>显示：%1</translation>
    </message>
</context>
<context>
    <name>boxyard::LinkMessage</name>
    <message>
        <source>Try again</source>
        <translation>重试</translation>
    </message>
    <message>
        <source>The containers are not shown</source>
        <translation>未显示容器</translation>
    </message>
    <message>
        <source>A password is needed to see them, and none was given.</source>
        <translation>查看容器需要密码，但没有输入。</translation>
    </message>
    <message>
        <source>Enter the password…</source>
        <translation>输入密码…</translation>
    </message>
    <message>
        <source>You don&apos;t have permission to see the containers of this machine</source>
        <translation>您没有查看本机容器的权限</translation>
    </message>
    <message>
        <source>The connection to Boxyard&apos;s system service was lost</source>
        <translation>与 Boxyard 系统服务的连接已中断</translation>
    </message>
    <message>
        <source>Boxyard reconnects by itself.</source>
        <translation>Boxyard 会自动重新连接。</translation>
    </message>
    <message>
        <source>Boxyard reconnects by itself. Until then the list shows what was known last.</source>
        <translation>Boxyard 会自动重新连接。在此之前，列表显示的是中断前的状态。</translation>
    </message>
    <message>
        <source>Reconnect now</source>
        <translation>立即重新连接</translation>
    </message>
    <message>
        <source>Boxyard and its system service have different versions</source>
        <translation>Boxyard 与其系统服务的版本不同</translation>
    </message>
    <message>
        <source>Boxyard can&apos;t reach its system service</source>
        <translation>Boxyard 无法连接其系统服务</translation>
    </message>
    <message>
        <source>LXC is not installed on this machine</source>
        <translation>本机没有安装 LXC</translation>
    </message>
    <message>
        <source>Containers can be created when it is. Debian and Ubuntu install it with this command:</source>
        <translation>安装之后即可创建容器。在 Debian 和 Ubuntu 上用此命令安装：</translation>
    </message>
    <message>
        <source>Connecting…</source>
        <translation>正在连接…</translation>
    </message>
</context>
<context>
    <name>boxyard::LinkNotice</name>
    <message>
        <source>Copy the command</source>
        <translation>复制命令</translation>
    </message>
</context>
<context>
    <name>boxyard::Main</name>
    <message>
        <source>Boxyard</source>
        <translation>Boxyard</translation>
    </message>
    <message>
        <source>Manages the Linux containers (LXC) of this machine.</source>
        <translation>管理本机的 Linux 容器（LXC）。</translation>
    </message>
    <message>
        <source>Show pretended containers; touch none of this machine.</source>
        <translation>显示演示用的容器，不涉及本机的任何容器。</translation>
    </message>
    <message>
        <source>Show your own containers, through a helper on the session bus.</source>
        <translation>通过会话总线上的助手显示您自己的容器。</translation>
    </message>
    <message>
        <source>Speak this language: %1.</source>
        <translation>使用此语言：%1。</translation>
    </message>
    <message>
        <source>code</source>
        <translation>代码</translation>
    </message>
</context>
<context>
    <name>boxyard::MainWindow</name>
    <message>
        <source>Boxyard – demonstration</source>
        <translation>Boxyard – 演示</translation>
    </message>
    <message>
        <source>Boxyard</source>
        <translation>Boxyard</translation>
    </message>
    <message>
        <source>Keyboard shortcuts</source>
        <translation>键盘快捷键</translation>
    </message>
    <message>
        <source>About Boxyard</source>
        <translation>关于 Boxyard</translation>
    </message>
    <message>
        <source>Quit</source>
        <translation>退出</translation>
    </message>
    <message>
        <source>Containers</source>
        <translation>容器</translation>
    </message>
    <message>
        <source>Preferences</source>
        <translation>首选项</translation>
    </message>
    <message>
        <source>Manual</source>
        <translation>手册</translation>
    </message>
    <message>
        <source>Refresh</source>
        <translation>刷新</translation>
    </message>
    <message>
        <source>No shell could be opened in %1</source>
        <translation>无法在 %1 中打开 Shell</translation>
    </message>
</context>
<context>
    <name>boxyard::ManualWindow</name>
    <message>
        <source>Boxyard&apos;s manual</source>
        <translation>Boxyard 手册</translation>
    </message>
    <message>
        <source>Manual</source>
        <translation>手册</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>关闭</translation>
    </message>
    <message>
        <source>Back</source>
        <translation>后退</translation>
    </message>
    <message>
        <source>Contents</source>
        <translation>目录</translation>
    </message>
</context>
<context>
    <name>boxyard::Mending</name>
    <message>
        <source>Stop %1</source>
        <translation>停止 %1</translation>
    </message>
    <message>
        <source>Start %1</source>
        <translation>启动 %1</translation>
    </message>
    <message>
        <source>Kill %1…</source>
        <translation>强制终止 %1…</translation>
    </message>
    <message>
        <source>Enter a password…</source>
        <translation>输入密码…</translation>
    </message>
</context>
<context>
    <name>boxyard::NameProblem</name>
    <message>
        <source>Letters (a–z), digits, dots, hyphens and underscores.</source>
        <translation>字母（a–z）、数字、点、连字符和下划线。</translation>
    </message>
    <message>
        <source>Give it a name.</source>
        <translation>请输入名称。</translation>
    </message>
    <message numerus="yes">
        <source>Names can have up to 63 characters; this one has %n.</source>
        <translation>
            <numerusform>名称最多 63 个字符；此名称有 %n 个。</numerusform>
        </translation>
    </message>
    <message>
        <source>Names begin with a letter (a–z) or a digit.</source>
        <translation>名称须以字母（a–z）或数字开头。</translation>
    </message>
    <message>
        <source>Names can&apos;t contain spaces.</source>
        <translation>名称不能含有空格。</translation>
    </message>
    <message>
        <source>Names can&apos;t contain “%1”.</source>
        <translation>名称不能含有“%1”。</translation>
    </message>
</context>
<context>
    <name>boxyard::Navigation</name>
    <message>
        <source>Places</source>
        <translation>位置</translation>
    </message>
    <message>
        <source>Menu</source>
        <translation>菜单</translation>
    </message>
    <message>
        <source>Menu (%1)</source>
        <translation>菜单（%1）</translation>
    </message>
    <message>
        <source>%1 (%2)</source>
        <comment>place, its keys</comment>
        <translation>%1（%2）</translation>
    </message>
    <message>
        <source>Show the names of the places</source>
        <translation>显示位置的名称</translation>
    </message>
    <message>
        <source>Show only the icons of the places</source>
        <translation>只显示位置的图标</translation>
    </message>
</context>
<context>
    <name>boxyard::Notifier</name>
    <message>
        <source>%1 has ended</source>
        <translation>%1 已终止</translation>
    </message>
    <message>
        <source>The container stopped, and not by Boxyard.</source>
        <translation>该容器停止了，并非由 Boxyard 停止。</translation>
    </message>
    <message numerus="yes">
        <source>%n container(s) have ended</source>
        <translation>
            <numerusform>%n 个容器已终止</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n task(s) failed</source>
        <translation>
            <numerusform>%n 个任务失败</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n task(s) done</source>
        <translation>
            <numerusform>%n 个任务已完成</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>boxyard::OverviewTab</name>
    <message>
        <source>Yes</source>
        <translation>是</translation>
    </message>
    <message>
        <source>No</source>
        <translation>否</translation>
    </message>
    <message>
        <source>MAC address chosen at each start</source>
        <translation>每次启动时选定 MAC 地址</translation>
    </message>
    <message>
        <source>Overview</source>
        <translation>概览</translation>
    </message>
    <message>
        <source>General</source>
        <translation>常规</translation>
    </message>
    <message>
        <source>Network</source>
        <translation>网络</translation>
    </message>
    <message>
        <source>Storage</source>
        <translation>存储</translation>
    </message>
    <message>
        <source>Isolation</source>
        <translation>隔离</translation>
    </message>
    <message>
        <source>Hostname</source>
        <translation>主机名</translation>
    </message>
    <message>
        <source>Architecture</source>
        <translation>架构</translation>
    </message>
    <message>
        <source>Starts with the host</source>
        <translation>随主机启动</translation>
    </message>
    <message>
        <source>Needed by</source>
        <translation>依赖它的容器</translation>
    </message>
    <message>
        <source>Their files lie on top of this container&apos;s</source>
        <translation>它们的文件叠加在此容器的文件之上</translation>
    </message>
    <message>
        <source>Details</source>
        <translation>详情</translation>
    </message>
    <message>
        <source>None yet</source>
        <translation>尚无</translation>
    </message>
    <message>
        <source>Addresses</source>
        <translation>地址</translation>
    </message>
    <message>
        <source>None in its configuration</source>
        <translation>其配置中没有</translation>
    </message>
    <message>
        <source>Root file system</source>
        <translation>根文件系统</translation>
    </message>
    <message>
        <source>Configuration</source>
        <translation>配置</translation>
    </message>
    <message>
        <source>Container path</source>
        <translation>容器路径</translation>
    </message>
    <message>
        <source>Privileges</source>
        <translation>特权</translation>
    </message>
    <message>
        <source>Unprivileged: root inside is an ordinary user on the host</source>
        <translation>非特权：容器内的 root 在主机上是普通用户</translation>
    </message>
    <message>
        <source>Privileged: root inside is root on the host</source>
        <translation>特权：容器内的 root 就是主机上的 root</translation>
    </message>
    <message>
        <source>ID map</source>
        <translation>ID 映射</translation>
    </message>
    <message>
        <source>kind, first ID inside, first ID on the host, how many</source>
        <translation>类型、容器内的首个 ID、主机上的首个 ID、数量</translation>
    </message>
    <message>
        <source>Its page fills when it is ready.</source>
        <translation>创建完成后，此页面将显示其内容。</translation>
    </message>
    <message>
        <source>It does not exist</source>
        <translation>它不存在</translation>
    </message>
    <message>
        <source>State</source>
        <translation>状态</translation>
    </message>
    <message>
        <source>Copy “%1”</source>
        <comment>label of a fact</comment>
        <translation>复制“%1”</translation>
    </message>
    <message>
        <source>Copy everything</source>
        <translation>全部复制</translation>
    </message>
    <message>
        <source>%1: %2</source>
        <comment>label of a fact, its value</comment>
        <translation>%1：%2</translation>
    </message>
    <message>
        <source>%1 on %2</source>
        <comment>kind of network interface, its bridge</comment>
        <translation>%1，接在 %2 上</translation>
    </message>
    <message>
        <source>Running since</source>
        <translation>启动时间</translation>
    </message>
    <message>
        <source>Init PID</source>
        <translation>初始进程 PID</translation>
    </message>
    <message>
        <source>The init process as the host numbers it</source>
        <translation>初始进程（init）在主机上的编号</translation>
    </message>
    <message>
        <source>None while stopped</source>
        <translation>停止时无地址</translation>
    </message>
    <message>
        <source>Interface %1</source>
        <comment>network interface</comment>
        <translation>网络接口 %1</translation>
    </message>
    <message>
        <source>Interfaces</source>
        <comment>network interfaces</comment>
        <translation>网络接口</translation>
    </message>
    <message>
        <source>Storage type</source>
        <translation>存储类型</translation>
    </message>
    <message>
        <source>It is being created</source>
        <translation>正在创建</translation>
    </message>
    <message>
        <source>Creating it failed; nothing of it was kept.</source>
        <translation>创建失败，没有留下任何内容。</translation>
    </message>
</context>
<context>
    <name>boxyard::PasswordDialog</name>
    <message>
        <source>Password needed</source>
        <translation>需要密码</translation>
    </message>
    <message>
        <source>Authenticate</source>
        <translation>验证</translation>
    </message>
    <message>
        <source>Administrator</source>
        <translation>管理员</translation>
    </message>
    <message>
        <source>Ad&amp;ministrator:</source>
        <translation>管理员(&amp;M)：</translation>
    </message>
    <message>
        <source>&amp;Password:</source>
        <translation>密码(&amp;P)：</translation>
    </message>
    <message>
        <source>Password</source>
        <translation>密码</translation>
    </message>
    <message>
        <source>Checking…</source>
        <translation>正在核对…</translation>
    </message>
    <message>
        <source>That password is not right. Try again.</source>
        <translation>密码不正确，请重试。</translation>
    </message>
</context>
<context>
    <name>boxyard::PlainHeader</name>
    <message>
        <source>%1, sorted upwards</source>
        <translation>%1，升序排列</translation>
    </message>
    <message>
        <source>%1, sorted downwards</source>
        <translation>%1，降序排列</translation>
    </message>
</context>
<context>
    <name>boxyard::PowerDialog</name>
    <message>
        <source>Kill %1?</source>
        <translation>强制终止 %1？</translation>
    </message>
    <message numerus="yes">
        <source>Kill %n container(s)?</source>
        <translation>
            <numerusform>强制终止 %n 个容器？</numerusform>
        </translation>
    </message>
    <message>
        <source>Kill</source>
        <translation>强制终止</translation>
    </message>
    <message numerus="yes">
        <source>Kill %n container(s)</source>
        <comment>the button</comment>
        <translation>
            <numerusform>强制终止 %n 个容器</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Restart %n container(s)?</source>
        <translation>
            <numerusform>重新启动 %n 个容器？</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Restart %n container(s)</source>
        <comment>the button</comment>
        <translation>
            <numerusform>重启 %n 个容器</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Stop %n container(s)?</source>
        <translation>
            <numerusform>停止 %n 个容器？</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Stop %n container(s)</source>
        <comment>the button</comment>
        <translation>
            <numerusform>停止 %n 个容器</numerusform>
        </translation>
    </message>
    <message>
        <source>There is no connection at the moment.</source>
        <translation>目前没有连接。</translation>
    </message>
    <message>
        <source>Everything that runs in %1 will be ended at once. Unsaved data will be lost.</source>
        <translation>%1 中运行的一切将立即终止，未保存的数据会丢失。</translation>
    </message>
    <message>
        <source>%1 will be asked to shut down, and then started again. Their services are unavailable until then.</source>
        <translation>将请求 %1 关机，然后重新启动。在此期间，它们的服务将不可用。</translation>
    </message>
    <message>
        <source>%1 will be asked to shut down. Their services are unavailable until they are started again.</source>
        <translation>将请求 %1 关机。重新启动之前，它们的服务将不可用。</translation>
    </message>
</context>
<context>
    <name>boxyard::PreferencesDialog</name>
    <message>
        <source>Language</source>
        <translation>语言</translation>
    </message>
    <message>
        <source>Storage of new containers</source>
        <translation>新容器的存储方式</translation>
    </message>
    <message>
        <source>a container is killed</source>
        <translation>强制终止容器</translation>
    </message>
    <message>
        <source>several containers are stopped at once</source>
        <translation>同时停止多个容器</translation>
    </message>
    <message>
        <source>Preferences</source>
        <translation>首选项</translation>
    </message>
    <message>
        <source>Kinds of preferences</source>
        <translation>首选项类别</translation>
    </message>
    <message>
        <source>OK</source>
        <translation>确定</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>取消</translation>
    </message>
    <message>
        <source>Defaults</source>
        <translation>默认值</translation>
    </message>
    <message>
        <source>General</source>
        <translation>常规</translation>
    </message>
    <message>
        <source>&amp;Language:</source>
        <translation>语言(&amp;L)：</translation>
    </message>
    <message>
        <source>Automatic</source>
        <translation>自动</translation>
    </message>
    <message>
        <source>&amp;Storage of new containers:</source>
        <translation>新容器的存储方式(&amp;S)：</translation>
    </message>
    <message>
        <source>Deleting always asks.</source>
        <translation>删除前始终询问。</translation>
    </message>
    <message numerus="yes">
        <source>Every %n second(s)</source>
        <translation>
            <numerusform>每 %n 秒</numerusform>
        </translation>
    </message>
    <message>
        <source>In memory; nothing is written to disk.</source>
        <translation>仅在内存中，不写入磁盘。</translation>
    </message>
    <message>
        <source>Notifications</source>
        <translation>通知</translation>
    </message>
    <message>
        <source>Terminal</source>
        <translation>终端</translation>
    </message>
    <message>
        <source>Update interval</source>
        <translation>更新间隔</translation>
    </message>
    <message>
        <source>Length of the history</source>
        <translation>历史长度</translation>
    </message>
    <message>
        <source>Notify me of what ends while the window is in the background</source>
        <translation>窗口在后台时，有任务或容器结束就通知我</translation>
    </message>
    <message>
        <source>Show a tray icon</source>
        <translation>显示系统托盘图标</translation>
    </message>
    <message>
        <source>System default</source>
        <translation>跟随系统</translation>
    </message>
    <message>
        <source>A change takes effect the next time Boxyard starts.</source>
        <translation>语言更改将在下次启动时生效。</translation>
    </message>
    <message>
        <source>It can be changed for each new container.</source>
        <translation>创建容器时可另行选择。</translation>
    </message>
    <message>
        <source>Ask before:</source>
        <translation>操作前询问：</translation>
    </message>
    <message>
        <source>Charts</source>
        <translation>图表</translation>
    </message>
    <message>
        <source>Every second</source>
        <translation>每秒</translation>
    </message>
    <message>
        <source>&amp;Update CPU, memory and traffic:</source>
        <translation>CPU、内存和流量的更新间隔(&amp;U)：</translation>
    </message>
    <message>
        <source>Less often while the window is hidden.</source>
        <translation>窗口隐藏时降低更新频率。</translation>
    </message>
    <message numerus="yes">
        <source>%n minute(s)</source>
        <translation>
            <numerusform>%n 分钟</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n hour(s)</source>
        <translation>
            <numerusform>%n 小时</numerusform>
        </translation>
    </message>
    <message>
        <source>&amp;Keep the history for:</source>
        <translation>历史保留时长(&amp;K)：</translation>
    </message>
    <message>
        <source>Tasks that are done or failed, and containers that ended by themselves.</source>
        <translation>包括任务完成或失败，以及容器自行终止。</translation>
    </message>
    <message>
        <source>Closing the window then leaves Boxyard in the tray; “Quit” in the menu ends it.</source>
        <translation>此后关闭窗口，Boxyard 仍留在系统托盘中；菜单中的“退出”会结束它。</translation>
    </message>
    <message>
        <source>This desktop has no system tray.</source>
        <translation>当前桌面没有系统托盘。</translation>
    </message>
</context>
<context>
    <name>boxyard::Presence</name>
    <message>
        <source>Boxyard</source>
        <translation>Boxyard</translation>
    </message>
    <message>
        <source>Show</source>
        <translation>显示</translation>
    </message>
    <message>
        <source>Show Boxyard</source>
        <translation>显示 Boxyard</translation>
    </message>
    <message>
        <source>Quit</source>
        <translation>退出</translation>
    </message>
    <message>
        <source>Boxyard: %1</source>
        <comment>what there is</comment>
        <translation>Boxyard：%1</translation>
    </message>
</context>
<context>
    <name>boxyard::RenameDialog</name>
    <message>
        <source>Rename %1</source>
        <translation>重命名 %1</translation>
    </message>
    <message>
        <source>Rename</source>
        <translation>重命名</translation>
    </message>
    <message>
        <source>New name</source>
        <translation>新名称</translation>
    </message>
    <message>
        <source>&amp;New name:</source>
        <translation>新名称(&amp;N)：</translation>
    </message>
    <message>
        <source>There is no connection at the moment.</source>
        <translation>目前没有连接。</translation>
    </message>
    <message>
        <source>Type another name.</source>
        <translation>请输入新的名称。</translation>
    </message>
    <message>
        <source>Choose another name.</source>
        <translation>请换一个名称。</translation>
    </message>
    <message>
        <source>%1 will be called %2. Its folder becomes %3.</source>
        <comment>old name, new name, path</comment>
        <translation>%1 将改名为 %2，其文件夹变为 %3。</translation>
    </message>
</context>
<context>
    <name>boxyard::SelectionPage</name>
    <message>
        <source>%1: %2</source>
        <comment>state, how many</comment>
        <translation>%1：%2</translation>
    </message>
    <message numerus="yes">
        <source>%n container(s) selected</source>
        <translation>
            <numerusform>已选择 %n 个容器</numerusform>
        </translation>
    </message>
    <message>
        <source>%1 (%2)</source>
        <comment>action, for how many containers</comment>
        <translation>%1（%2）</translation>
    </message>
</context>
<context>
    <name>boxyard::ShortcutsDialog</name>
    <message>
        <source>Containers</source>
        <translation>容器</translation>
    </message>
    <message>
        <source>Create a container</source>
        <translation>创建容器</translation>
    </message>
    <message>
        <source>Clone</source>
        <translation>克隆</translation>
    </message>
    <message>
        <source>Start</source>
        <translation>启动</translation>
    </message>
    <message>
        <source>Stop</source>
        <translation>停止</translation>
    </message>
    <message>
        <source>Open a shell</source>
        <translation>打开 Shell</translation>
    </message>
    <message>
        <source>Rename</source>
        <translation>重命名</translation>
    </message>
    <message>
        <source>Delete</source>
        <translation>删除</translation>
    </message>
    <message>
        <source>Window</source>
        <translation>窗口</translation>
    </message>
    <message>
        <source>Filter the containers</source>
        <translation>筛选容器</translation>
    </message>
    <message>
        <source>Go to the containers</source>
        <translation>转到容器</translation>
    </message>
    <message>
        <source>Show or hide the tasks</source>
        <translation>显示或隐藏任务</translation>
    </message>
    <message>
        <source>Quit</source>
        <translation>退出</translation>
    </message>
    <message>
        <source>Terminal</source>
        <translation>终端</translation>
    </message>
    <message>
        <source>Keyboard shortcuts</source>
        <translation>键盘快捷键</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>关闭</translation>
    </message>
    <message>
        <source>Preferences</source>
        <translation>首选项</translation>
    </message>
    <message>
        <source>Manual</source>
        <translation>手册</translation>
    </message>
    <message>
        <source>Select all</source>
        <translation>全选</translation>
    </message>
    <message>
        <source>Find in the terminal</source>
        <translation>在终端中查找</translation>
    </message>
    <message>
        <source>Close the shell</source>
        <translation>关闭 Shell</translation>
    </message>
    <message>
        <source>Choose a column</source>
        <translation>选择一列</translation>
    </message>
    <message>
        <source>Sort by it</source>
        <translation>按该列排序</translation>
    </message>
    <message>
        <source>Move it</source>
        <translation>移动该列</translation>
    </message>
    <message>
        <source>Show or hide columns</source>
        <translation>显示或隐藏列</translation>
    </message>
    <message>
        <source>Whole width, without the list</source>
        <translation>占满整个宽度，隐藏列表</translation>
    </message>
    <message>
        <source>%1, %2</source>
        <comment>two shortcuts</comment>
        <translation>%1、%2</translation>
    </message>
    <message>
        <source>Go to the list, also from a terminal</source>
        <translation>转到列表，也可用来离开终端</translation>
    </message>
    <message>
        <source>Next, previous tab</source>
        <translation>下一个、上一个标签页</translation>
    </message>
    <message>
        <source>Refresh</source>
        <translation>刷新</translation>
    </message>
    <message>
        <source>Open the menu</source>
        <translation>打开菜单</translation>
    </message>
    <message>
        <source>Column headers (press Tab to reach them)</source>
        <translation>列标题（按 Tab 键进入）</translation>
    </message>
    <message>
        <source>Menu key</source>
        <translation>菜单键</translation>
    </message>
    <message>
        <source>Copy, paste</source>
        <translation>复制、粘贴</translation>
    </message>
    <message>
        <source>Extend the selection</source>
        <translation>扩展选择</translation>
    </message>
    <message>
        <source>New shell</source>
        <translation>新建 Shell</translation>
    </message>
    <message>
        <source>Next, previous shell</source>
        <translation>下一个、上一个 Shell</translation>
    </message>
    <message>
        <source>Zoom in, out</source>
        <translation>放大、缩小</translation>
    </message>
    <message>
        <source>Normal size</source>
        <translation>正常大小</translation>
    </message>
    <message>
        <source>Scroll up, down</source>
        <translation>向上、向下滚动</translation>
    </message>
</context>
<context>
    <name>boxyard::TaskBar</name>
    <message>
        <source>Progress</source>
        <translation>进度</translation>
    </message>
    <message>
        <source>Cancel the task</source>
        <translation>取消任务</translation>
    </message>
    <message>
        <source>No containers</source>
        <translation>没有容器</translation>
    </message>
    <message numerus="yes">
        <source>%n task(s)</source>
        <translation>
            <numerusform>%n 个任务</numerusform>
        </translation>
    </message>
    <message>
        <source>Tasks</source>
        <translation>任务</translation>
    </message>
    <message>
        <source>Hide the tasks</source>
        <translation>隐藏任务</translation>
    </message>
    <message>
        <source>Show the tasks</source>
        <translation>显示任务</translation>
    </message>
    <message>
        <source>%1 — %2</source>
        <comment>task, its state</comment>
        <translation>%1 — %2</translation>
    </message>
    <message>
        <source>Cloning %1</source>
        <comment>containers</comment>
        <translation>正在克隆 %1</translation>
    </message>
    <message>
        <source>Cancel the whole series</source>
        <translation>取消整个系列</translation>
    </message>
    <message numerus="yes">
        <source>%1 of %n container(s) shown</source>
        <comment>after filtering</comment>
        <translation>
            <numerusform>显示 %n 个容器中的 %1 个</numerusform>
        </translation>
    </message>
    <message>
        <source>%1 · %2 of %3 finished</source>
        <comment>share done; how many of a series are over</comment>
        <translation>%1 · 已完成 %2/%3</translation>
    </message>
</context>
<context>
    <name>boxyard::TaskModel</name>
    <message>
        <source>%1 (by %2)</source>
        <comment>task, user</comment>
        <translation>%1（由 %2 发起）</translation>
    </message>
    <message>
        <source>Task</source>
        <translation>任务</translation>
    </message>
    <message>
        <source>State</source>
        <translation>状态</translation>
    </message>
    <message>
        <source>Started</source>
        <translation>开始时间</translation>
    </message>
</context>
<context>
    <name>boxyard::TaskPanel</name>
    <message>
        <source>Tasks</source>
        <translation>任务</translation>
    </message>
    <message>
        <source>No tasks yet</source>
        <translation>还没有任务</translation>
    </message>
    <message>
        <source>Whatever you start is listed here, with its log.</source>
        <translation>您发起的所有操作及其日志都列在这里。</translation>
    </message>
    <message>
        <source>Cause</source>
        <translation>原因</translation>
    </message>
    <message>
        <source>The log is empty.</source>
        <translation>日志为空。</translation>
    </message>
    <message>
        <source>Log</source>
        <translation>日志</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>取消</translation>
    </message>
    <message>
        <source>Cancel this task</source>
        <translation>取消此任务</translation>
    </message>
    <message>
        <source>Cancel the series</source>
        <translation>取消该系列</translation>
    </message>
    <message>
        <source>Cancel all that is open of this series of clones</source>
        <translation>取消这一系列克隆中所有尚未完成的任务</translation>
    </message>
    <message>
        <source>Copy the cause and the log</source>
        <translation>复制原因和日志</translation>
    </message>
</context>
<context>
    <name>boxyard::TemplateFacts</name>
    <message>
        <source>Release</source>
        <translation>版本</translation>
    </message>
    <message>
        <source>Architecture</source>
        <translation>架构</translation>
    </message>
    <message>
        <source>Ready-made image</source>
        <translation>现成的镜像</translation>
    </message>
    <message>
        <source>Downloads an image of one of many distributions from the image server. Needs the network.</source>
        <translation>从镜像服务器下载众多发行版之一的镜像。需要网络。</translation>
    </message>
    <message>
        <source>Distribution</source>
        <translation>发行版</translation>
    </message>
    <message>
        <source>Variant</source>
        <translation>变体</translation>
    </message>
    <message>
        <source>BusyBox</source>
        <translation>BusyBox</translation>
    </message>
    <message>
        <source>A tiny system from this machine&apos;s own BusyBox. Needs no network.</source>
        <translation>由本机的 BusyBox 构成的微型系统。不需要网络。</translation>
    </message>
    <message>
        <source>Debian</source>
        <translation>Debian</translation>
    </message>
    <message>
        <source>Installs Debian by debootstrap. Needs the network.</source>
        <translation>通过 debootstrap 安装 Debian。需要网络。</translation>
    </message>
    <message>
        <source>Ubuntu</source>
        <translation>Ubuntu</translation>
    </message>
    <message>
        <source>Installs Ubuntu by debootstrap. Needs the network.</source>
        <translation>通过 debootstrap 安装 Ubuntu。需要网络。</translation>
    </message>
    <message>
        <source>Alpine</source>
        <translation>Alpine</translation>
    </message>
    <message>
        <source>Installs Alpine Linux by apk. Needs the network.</source>
        <translation>通过 apk 安装 Alpine Linux。需要网络。</translation>
    </message>
    <message>
        <source>The LXC template “lxc-%1” of this machine.</source>
        <translation>本机的 LXC 模板“lxc-%1”。</translation>
    </message>
</context>
<context>
    <name>boxyard::TerminalPane</name>
    <message>
        <source>Open a new one</source>
        <translation>重新打开</translation>
    </message>
    <message>
        <source>This shell has ended.</source>
        <translation>此 Shell 已结束。</translation>
    </message>
    <message numerus="yes">
        <source>Paste %n line(s)?</source>
        <translation>
            <numerusform>粘贴 %n 行？</numerusform>
        </translation>
    </message>
    <message>
        <source>What will be pasted</source>
        <translation>将要粘贴的内容</translation>
    </message>
    <message>
        <source>The shell runs each line as soon as it is pasted.</source>
        <translation>粘贴后，Shell 会立即逐行执行。</translation>
    </message>
    <message>
        <source>Paste</source>
        <translation>粘贴</translation>
    </message>
</context>
<context>
    <name>boxyard::TerminalSettingsWidget</name>
    <message>
        <source>The cursor blinks</source>
        <translation>光标闪烁</translation>
    </message>
    <message>
        <source>Ask before pasting several lines</source>
        <translation>粘贴多行前先询问</translation>
    </message>
    <message>
        <source>Programs may write to the clipboard</source>
        <translation>允许程序写入剪贴板</translation>
    </message>
    <message>
        <source> pt</source>
        <translation> 磅</translation>
    </message>
    <message>
        <source>&amp;Font:</source>
        <translation>字体(&amp;F)：</translation>
    </message>
    <message>
        <source>&amp;Size:</source>
        <translation>字号(&amp;S)：</translation>
    </message>
    <message>
        <source>Light</source>
        <translation>浅色</translation>
    </message>
    <message>
        <source>Dark</source>
        <translation>深色</translation>
    </message>
    <message>
        <source>Black</source>
        <translation>黑色</translation>
    </message>
    <message>
        <source>Block</source>
        <comment>cursor</comment>
        <translation>方块</translation>
    </message>
    <message>
        <source>Underline</source>
        <comment>cursor</comment>
        <translation>下划线</translation>
    </message>
    <message>
        <source>Bar</source>
        <comment>cursor</comment>
        <translation>竖线</translation>
    </message>
    <message>
        <source>&amp;Colours:</source>
        <translation>颜色(&amp;C)：</translation>
    </message>
    <message>
        <source>C&amp;ursor:</source>
        <translation>光标(&amp;U)：</translation>
    </message>
    <message>
        <source>Nothing</source>
        <comment>bell</comment>
        <translation>无</translation>
    </message>
    <message>
        <source> lines</source>
        <translation> 行</translation>
    </message>
    <message>
        <source>&amp;Bell:</source>
        <translation>响铃(&amp;B)：</translation>
    </message>
    <message>
        <source>Use a custom font</source>
        <translation>使用自定义字体</translation>
    </message>
    <message>
        <source>Same as the desktop</source>
        <translation>与桌面相同</translation>
    </message>
    <message>
        <source>Flash the terminal</source>
        <translation>终端闪烁</translation>
    </message>
    <message>
        <source>Play a sound</source>
        <translation>播放声音</translation>
    </message>
    <message>
        <source>Scroll&amp;back:</source>
        <translation>回看行数(&amp;B)：</translation>
    </message>
    <message>
        <source>A program in a container could then replace what you paste elsewhere.</source>
        <translation>容器里的程序此时可以替换您要粘贴到别处的内容。</translation>
    </message>
    <message>
        <source>Keep text readable</source>
        <translation>让文字保持清晰可读</translation>
    </message>
    <message>
        <source>Colours that are too close to their background become lighter or darker.</source>
        <translation>与背景过于接近的颜色会变亮或变暗。</translation>
    </message>
</context>
<context>
    <name>boxyard::TerminalShells</name>
    <message>
        <source>Close this shell (Ctrl+Shift+W)</source>
        <translation>关闭此 Shell（Ctrl+Shift+W）</translation>
    </message>
    <message>
        <source>Shells of %1</source>
        <translation>%1 的 Shell</translation>
    </message>
    <message>
        <source>Terminal of %1</source>
        <translation>%1 的终端</translation>
    </message>
    <message>
        <source>Shell %1</source>
        <comment>number</comment>
        <translation>Shell %1</translation>
    </message>
    <message>
        <source>Close this shell?</source>
        <translation>关闭此 Shell？</translation>
    </message>
    <message>
        <source>New shell (Ctrl+Shift+N)</source>
        <translation>新建 Shell（Ctrl+Shift+N）</translation>
    </message>
    <message>
        <source>New shell</source>
        <translation>新建 Shell</translation>
    </message>
    <message>
        <source>Programs that run in it will be ended.</source>
        <translation>其中正在运行的程序将被终止。</translation>
    </message>
    <message>
        <source>Close shell</source>
        <translation>关闭 Shell</translation>
    </message>
    <message>
        <source>Hide the list while the terminal is in front (Ctrl+Shift+F11)</source>
        <translation>终端在前时隐藏列表（Ctrl+Shift+F11）</translation>
    </message>
    <message>
        <source>%1: %2</source>
        <comment>number of a shell, its title</comment>
        <translation>%1：%2</translation>
    </message>
</context>
<context>
    <name>boxyard::TerminalTab</name>
    <message>
        <source>Open a shell</source>
        <translation>打开 shell</translation>
    </message>
    <message>
        <source>Opening a shell…</source>
        <translation>正在打开 shell…</translation>
    </message>
    <message>
        <source>No shell is open</source>
        <translation>没有打开的 shell</translation>
    </message>
    <message>
        <source>A shell runs as root inside the container.</source>
        <translation>shell 以 root 身份在容器内运行。</translation>
    </message>
    <message>
        <source>Terminal preferences…</source>
        <translation>终端首选项…</translation>
    </message>
    <message>
        <source>No shell can be opened now</source>
        <translation>现在无法打开 shell</translation>
    </message>
    <message>
        <source>The container is frozen</source>
        <translation>容器已冻结</translation>
    </message>
    <message>
        <source>There is no connection to Boxyard&apos;s system service, which opens them.</source>
        <translation>shell 由 Boxyard 的系统服务打开，目前与它没有连接。</translation>
    </message>
    <message>
        <source>Unfreeze it to open a shell.</source>
        <translation>解冻后即可打开 shell。</translation>
    </message>
    <message>
        <source>The container is not running</source>
        <translation>容器未运行</translation>
    </message>
    <message>
        <source>Start it to open a shell.</source>
        <translation>启动后即可打开 shell。</translation>
    </message>
    <message>
        <source>Try again</source>
        <translation>重试</translation>
    </message>
    <message>
        <source>No shell could be opened</source>
        <translation>无法打开 shell</translation>
    </message>
</context>
<context>
    <name>boxyard::TerminalView</name>
    <message>
        <source>Terminal</source>
        <translation>终端</translation>
    </message>
    <message>
        <source>Copy</source>
        <translation>复制</translation>
    </message>
    <message>
        <source>Paste</source>
        <translation>粘贴</translation>
    </message>
    <message>
        <source>%1
Ctrl+click opens it</source>
        <translation>%1
按住 Ctrl 点击打开</translation>
    </message>
    <message>
        <source>%1
Only web pages and mail can be opened</source>
        <translation>%1
只能打开网页和邮件地址</translation>
    </message>
    <message>
        <source>Open the link</source>
        <translation>打开链接</translation>
    </message>
    <message>
        <source>Copy the link</source>
        <translation>复制链接</translation>
    </message>
    <message>
        <source>Select all</source>
        <translation>全选</translation>
    </message>
    <message>
        <source>Find…</source>
        <translation>查找…</translation>
    </message>
    <message>
        <source>Zoom in</source>
        <translation>放大</translation>
    </message>
    <message>
        <source>Zoom out</source>
        <translation>缩小</translation>
    </message>
    <message>
        <source>Normal size</source>
        <translation>正常大小</translation>
    </message>
</context>
<context>
    <name>boxyard::VerbDialog</name>
    <message>
        <source>Cancel</source>
        <translation>取消</translation>
    </message>
</context>
<context>
    <name>boxyard::WideTerminal</name>
    <message>
        <source>Terminal over the whole width</source>
        <translation>终端占满整个宽度</translation>
    </message>
</context>
<context>
    <name>boxyard::Words</name>
    <message>
        <source>Stopped</source>
        <translation>已停止</translation>
    </message>
    <message>
        <source>Starting</source>
        <translation>正在启动</translation>
    </message>
    <message>
        <source>Running</source>
        <translation>运行中</translation>
    </message>
    <message>
        <source>Stopping</source>
        <translation>正在停止</translation>
    </message>
    <message>
        <source>Aborting</source>
        <translation>正在中止</translation>
    </message>
    <message>
        <source>Freezing</source>
        <translation>正在冻结</translation>
    </message>
    <message>
        <source>Frozen</source>
        <translation>已冻结</translation>
    </message>
    <message>
        <source>Not responding</source>
        <translation>无响应</translation>
    </message>
    <message>
        <source>Unknown</source>
        <translation>未知</translation>
    </message>
    <message>
        <source>Creating %1</source>
        <translation>正在创建 %1</translation>
    </message>
    <message>
        <source>Cloning %1 → %2</source>
        <translation>正在克隆 %1 → %2</translation>
    </message>
    <message>
        <source>Starting %1</source>
        <translation>正在启动 %1</translation>
    </message>
    <message>
        <source>Stopping %1</source>
        <translation>正在停止 %1</translation>
    </message>
    <message>
        <source>Restarting %1</source>
        <translation>正在重新启动 %1</translation>
    </message>
    <message>
        <source>Freezing %1</source>
        <translation>正在冻结 %1</translation>
    </message>
    <message>
        <source>Unfreezing %1</source>
        <translation>正在解冻 %1</translation>
    </message>
    <message>
        <source>Renaming %1 → %2</source>
        <translation>正在重命名 %1 → %2</translation>
    </message>
    <message>
        <source>Deleting %1</source>
        <translation>正在删除 %1</translation>
    </message>
    <message>
        <source>Creating</source>
        <translation>正在创建</translation>
    </message>
    <message>
        <source>Cloning</source>
        <translation>正在克隆</translation>
    </message>
    <message>
        <source>Restarting</source>
        <translation>正在重新启动</translation>
    </message>
    <message>
        <source>Unfreezing</source>
        <translation>正在解冻</translation>
    </message>
    <message>
        <source>Renaming</source>
        <translation>正在重命名</translation>
    </message>
    <message>
        <source>Deleting</source>
        <translation>正在删除</translation>
    </message>
    <message>
        <source>waiting for its turn</source>
        <translation>排队等候</translation>
    </message>
    <message>
        <source>preparing</source>
        <translation>正在准备</translation>
    </message>
    <message>
        <source>the template is working</source>
        <translation>模板正在工作</translation>
    </message>
    <message>
        <source>copying files</source>
        <translation>正在复制文件</translation>
    </message>
    <message>
        <source>taking a snapshot</source>
        <translation>正在创建快照</translation>
    </message>
    <message>
        <source>writing the configuration</source>
        <translation>正在写入配置</translation>
    </message>
    <message>
        <source>starting</source>
        <translation>正在启动</translation>
    </message>
    <message>
        <source>stopping</source>
        <translation>正在停止</translation>
    </message>
    <message>
        <source>removing files</source>
        <translation>正在删除文件</translation>
    </message>
    <message>
        <source>undoing what was begun</source>
        <translation>正在撤销已开始的工作</translation>
    </message>
    <message>
        <source>Waiting</source>
        <translation>等待中</translation>
    </message>
    <message>
        <source>Cancelling</source>
        <translation>正在取消</translation>
    </message>
    <message>
        <source>Done</source>
        <translation>完成</translation>
    </message>
    <message>
        <source>Not authorized</source>
        <translation>未授权</translation>
    </message>
    <message>
        <source>Failed</source>
        <translation>失败</translation>
    </message>
    <message>
        <source>Cancelled</source>
        <translation>已取消</translation>
    </message>
    <message>
        <source>Under way</source>
        <translation>进行中</translation>
    </message>
    <message>
        <source>%1 · %2</source>
        <comment>share done, step</comment>
        <translation>%1 · %2</translation>
    </message>
    <message numerus="yes">
        <source>%n s</source>
        <comment>seconds</comment>
        <translation>
            <numerusform>%n 秒</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n min</source>
        <comment>minutes</comment>
        <translation>
            <numerusform>%n 分钟</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n h</source>
        <comment>hours</comment>
        <translation>
            <numerusform>%n 小时</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n day(s)</source>
        <translation>
            <numerusform>%n 天</numerusform>
        </translation>
    </message>
    <message>
        <source>since %1</source>
        <translation>自 %1 起</translation>
    </message>
    <message>
        <source>%1 %</source>
        <comment>percent</comment>
        <translation>%1%</translation>
    </message>
    <message>
        <source>Directory</source>
        <translation>目录</translation>
    </message>
    <message>
        <source>Btrfs subvolume</source>
        <translation>Btrfs 子卷</translation>
    </message>
    <message>
        <source>Overlay</source>
        <translation>叠加（Overlay）</translation>
    </message>
    <message>
        <source>LVM volume</source>
        <translation>LVM 卷</translation>
    </message>
    <message>
        <source>ZFS dataset</source>
        <translation>ZFS 数据集</translation>
    </message>
    <message numerus="yes">
        <source>%1, %2 and %n more</source>
        <translation>
            <numerusform>%1、%2 和另外 %n 个</numerusform>
        </translation>
    </message>
    <message>
        <source>running its own hooks</source>
        <translation>正在运行其自带的钩子</translation>
    </message>
    <message numerus="yes">
        <source>%1 · %Ln file(s), %2 copied</source>
        <comment>share done; files; size</comment>
        <translation>
            <numerusform>%1 · 已复制 %Ln 个文件，%2</numerusform>
        </translation>
    </message>
    <message>
        <source>%1 could not be created</source>
        <translation>无法创建 %1</translation>
    </message>
    <message>
        <source>%1 could not be cloned</source>
        <translation>无法克隆 %1</translation>
    </message>
    <message>
        <source>%1 could not be started</source>
        <translation>无法启动 %1</translation>
    </message>
    <message>
        <source>%1 could not be stopped</source>
        <translation>无法停止 %1</translation>
    </message>
    <message>
        <source>%1 could not be restarted</source>
        <translation>无法重新启动 %1</translation>
    </message>
    <message>
        <source>%1 could not be frozen</source>
        <translation>无法冻结 %1</translation>
    </message>
    <message>
        <source>%1 could not be unfrozen</source>
        <translation>无法解冻 %1</translation>
    </message>
    <message>
        <source>%1 could not be renamed</source>
        <translation>无法重命名 %1</translation>
    </message>
    <message>
        <source>%1 could not be deleted</source>
        <translation>无法删除 %1</translation>
    </message>
    <message>
        <source>%1 was created</source>
        <translation>已创建 %1</translation>
    </message>
    <message>
        <source>%1 was cloned as %2</source>
        <translation>已将 %1 克隆为 %2</translation>
    </message>
    <message>
        <source>%1 was started</source>
        <translation>已启动 %1</translation>
    </message>
    <message>
        <source>%1 was stopped</source>
        <translation>已停止 %1</translation>
    </message>
    <message>
        <source>%1 was restarted</source>
        <translation>已重新启动 %1</translation>
    </message>
    <message>
        <source>%1 was frozen</source>
        <translation>已冻结 %1</translation>
    </message>
    <message>
        <source>%1 was unfrozen</source>
        <translation>已解冻 %1</translation>
    </message>
    <message>
        <source>%1 is %2 now</source>
        <comment>old name, new name</comment>
        <translation>%1 现在名为 %2</translation>
    </message>
    <message>
        <source>%1 was deleted</source>
        <translation>已删除 %1</translation>
    </message>
    <message>
        <source>%1, %2 and %3</source>
        <comment>names</comment>
        <translation>%1、%2 和 %3</translation>
    </message>
    <message>
        <source>%1 and %2</source>
        <comment>names</comment>
        <translation>%1 和 %2</translation>
    </message>
    <message>
        <source>“%1”</source>
        <translation>“%1”</translation>
    </message>
    <message>
        <source>Create %1</source>
        <translation>创建 %1</translation>
    </message>
    <message>
        <source>Clone %1 → %2</source>
        <translation>克隆 %1 → %2</translation>
    </message>
    <message>
        <source>Start %1</source>
        <translation>启动 %1</translation>
    </message>
    <message>
        <source>Stop %1</source>
        <translation>停止 %1</translation>
    </message>
    <message>
        <source>Restart %1</source>
        <translation>重新启动 %1</translation>
    </message>
    <message>
        <source>Freeze %1</source>
        <translation>冻结 %1</translation>
    </message>
    <message>
        <source>Unfreeze %1</source>
        <translation>解冻 %1</translation>
    </message>
    <message>
        <source>Rename %1 → %2</source>
        <translation>重命名 %1 → %2</translation>
    </message>
    <message>
        <source>Delete %1</source>
        <translation>删除 %1</translation>
    </message>
    <message>
        <source>%1 running</source>
        <comment>how many containers</comment>
        <translation>%1 个运行中</translation>
    </message>
    <message>
        <source>%1 frozen</source>
        <comment>how many containers</comment>
        <translation>%1 个已冻结</translation>
    </message>
    <message>
        <source>%1 not responding</source>
        <comment>how many containers</comment>
        <translation>%1 个无响应</translation>
    </message>
    <message numerus="yes">
        <source>%n container(s): %1</source>
        <comment>how many of them run, and so on</comment>
        <translation>
            <numerusform>%n 个容器：%1</numerusform>
        </translation>
    </message>
    <message>
        <source>, </source>
        <comment>between counts</comment>
        <translation>，</translation>
    </message>
</context>
</TS>
