"""The second factor of staff: passkeys, an authenticator app, recovery codes.

allauth carries the pages; what is counted, kept and asked differs from it here. standing: whether a
session has shown one. codes: a code is good once. forms and adapter: where allauth's differ.
receivers: what follows when one comes or goes. removal: for somebody who lost them all.
leading: staff without one are led to set it up. See portal/decisions/0019-second-factor.md.
"""
