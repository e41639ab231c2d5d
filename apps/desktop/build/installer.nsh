; Phones on the mosque's network reach the program: its page over TCP, its sound over UDP. The ports are not named, because the
; admin may choose the one and the system may have taken the other; the program is, so that the door is open to no other. On
; networks that Windows calls public it stays shut.

!define FIREWALL_RULE "Mauzin"

!macro removeFirewallRules
  nsExec::Exec '"$SYSDIR\netsh.exe" advfirewall firewall delete rule name="${FIREWALL_RULE}" program="$INSTDIR\${APP_EXECUTABLE_FILENAME}"'
  Pop $0
!macroend

!macro addFirewallRule PROTOCOL
  nsExec::Exec '"$SYSDIR\netsh.exe" advfirewall firewall add rule name="${FIREWALL_RULE}" dir=in action=allow program="$INSTDIR\${APP_EXECUTABLE_FILENAME}" protocol=${PROTOCOL} profile=private,domain enable=yes'
  ; What it answers is not looked at: without the rule the program says itself that phones are kept out.
  Pop $0
!macroend

!macro customInstall
  ; An update installs over the old version: one rule each, not one more each time.
  !insertmacro removeFirewallRules
  !insertmacro addFirewallRule TCP
  !insertmacro addFirewallRule UDP
!macroend

!macro customUnInstall
  !insertmacro removeFirewallRules
!macroend
